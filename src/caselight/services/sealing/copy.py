"""The copy of the seals outside: a file that only grows, a line for each seal, perhaps on another host."""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from caselight.core.refusal import Refusal
from caselight.core.seals import Seal, read

TAIL = 1 << 16  # bytes: longer than any line of a day without holes
Line = Seal | str  # what it says, or why it says nothing


class Differs(Refusal):
    """The copy knows other seals than the database: somebody has to look before anything is sealed."""


def lines(file: Path) -> list[Line] | None:
    """Return what each line says; none where there is no file."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    return [_read(line) for line in content.splitlines()]


def extend(file: Path, missing: Callable[[int], Sequence[Seal]]) -> int:
    """Write the seals that the file does not have yet, those above its newest; return how many they are.

    `missing` returns the newest seal that the file has and those after it, from the database. Raises Differs.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file) as opened:
        last = _last(opened)
        there = missing(last.id - 1 if last else 0)
        if last and (not there or there[0].hash != last.hash):
            raise Differs(_differs(file, last, there))
        new = there[1:] if last else there
        opened.seek(0, os.SEEK_END)
        opened.writelines(seal.line() + b"\n" for seal in new)
        opened.flush()
        os.fsync(opened.fileno())
        return len(new)


@contextmanager
def _alone(file: Path) -> Iterator[IO[bytes]]:
    """Open the file for ourselves alone: workers of one host take turns."""
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o640), "r+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield opened


def _last(opened: IO[bytes]) -> Seal | None:
    size = opened.seek(0, os.SEEK_END)
    opened.seek(max(0, size - TAIL))
    tail = opened.read()
    if not tail:
        return None
    line = _read(tail.splitlines()[-1]) if tail.endswith(b"\n") else "is cut off"
    if isinstance(line, str):
        raise Differs(f"The last line of {opened.name} {line}. Mend it, or move the file away and keep it.")
    return line


def _read(line: bytes) -> Line:
    try:
        return read(json.loads(line))
    except (ValueError, TypeError):
        return "is no seal"


def _differs(file: Path, last: Seal, there: Sequence[Seal]) -> str:
    what = "is older than" if not there else "says otherwise than"
    return (
        f"The database {what} the copy of its seals in {file}, which knows seal {last.id} of {last.sealed_at}. Nothing "
        "is sealed. Look with caselight verify. Where a backup was put back, or a new database begun, on purpose, move "
        "that file away and keep it."
    )
