"""Check an evidence pack: run it in the unzipped folder. It reads the files beside it, and writes nothing."""

import csv
import json
import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
RUNS = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")  # what a spreadsheet would run
Row = dict[str, Any]
Chains = dict[str, list[Row]]


class Checks:
    """What was found to hold, and every break with its file, row, case and reason; rows count from below the header."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.broken: list[str] = []
        self._before = 0

    def part(self, said: str) -> None:
        """Say that a part holds, unless something broke since the part before it."""
        if len(self.broken) == self._before:
            self.held.append(said)
        self._before = len(self.broken)

    def off(self, file: str, reason: str, row: int = 0, about: str = "") -> None:
        """Note a break."""
        where = ", ".join(filter(None, (file, f"row {row}" if row else "", about)))
        self.broken.append(f"{where}: {reason}")

    def same(self, file: str, row: int, about: str, pairs: dict[str, tuple[Any, Any]]) -> None:
        """Note each column that says something else than what it was worked out to be."""
        for name, (said, found) in pairs.items():
            if said != found:
                self.off(file, f"{name} is {_shown(said)}, but comes to {_shown(found)}", row, about)


class Period(NamedTuple):
    """The period [since, until)."""

    since: datetime
    until: datetime

    def holds(self, at: datetime | None) -> bool:
        """Say whether the instant is known and lies in the period."""
        return at is not None and self.since <= at < self.until


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV, without the quote before what a spreadsheet would run."""
    with (HERE / name).open(encoding="utf-8-sig", newline="") as file:
        return [{key: unmarked(value) for key, value in row.items()} for row in csv.DictReader(file, restval="")]


def unmarked(text: str) -> str:
    """Return a cell as it was before it was marked."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


def lines(name: str) -> list[Row]:
    """Return the objects of a JSON lines file."""
    with (HERE / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def instant(text: str) -> datetime:
    """Return an instant."""
    return datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)


def known(text: str | None) -> datetime | None:
    """Return an instant, or None where there is none."""
    return instant(text) if text else None


def seconds(since: datetime, until: datetime) -> Decimal:
    """Return the exact length of a span."""
    span = until - since
    return Decimal(span.days * 86400 + span.seconds) + Decimal(span.microseconds) / 1000000


def nfc(value: Any) -> Any:  # noqa: ANN401 – whatever JSON holds
    """Return a value with all its text in Unicode NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: nfc(item) for key, item in value.items()}
    return [nfc(item) for item in value] if isinstance(value, list) else value


def _shown(value: object) -> str:
    return "empty" if value is None or value == "" else str(value)
