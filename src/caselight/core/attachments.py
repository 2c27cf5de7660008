"""What may be attached to a case: told by its content, never by its name or by what a browser says it is."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import PurePosixPath

from caselight.core.refusal import Refusal

LIMIT = 2 * 1024 * 1024  # bytes of one file
MOST = 20  # of one case
NAME_LIMIT = 120  # characters
LINES = 200  # of a table are looked at
BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
# The endings a name may keep; any other gets the first one behind it, so that no desktop takes it for something else.
ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "application/json": (".json", ".log", ".txt"),
    "text/csv": (".csv", ".tsv", ".log", ".txt"),
    "text/plain": (".txt", ".log", ".csv", ".tsv", ".json"),
}
MARKUP = re.compile(r"\s*<[!?a-zA-Z]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # tab, line and page ends and escapes of colours are text
KINDS = "a picture (png, jpeg, gif, webp), a pdf, or text in UTF-8 (txt, log, csv, json)"


@dataclass(frozen=True)
class Upload:
    """A file as somebody chose it; it is told from another by its digest, not by its bytes."""

    name: str
    content: bytes = field(repr=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.content).hexdigest())

    @cached_property
    def media_type(self) -> str:
        """Return what the content is, or refuse what is not kept."""
        said = f"“{_plain(self.name)}”"
        if not self.content:
            raise Refusal(f"{said} is empty. Choose another file.")
        if len(self.content) > LIMIT:
            raise Refusal(f"{said} is larger than {LIMIT // 1024**2} MB. Make it smaller, or attach a part of it.")
        if (found := _picture_or_pdf(self.content) or _text(self.content, said)) is None:
            raise Refusal(f"{said} is of a kind that is not kept. Attach {KINDS}.")
        return found

    @property
    def kept_name(self) -> str:
        """Return the name it is kept under: no path, nothing unprintable, and an ending that fits the content."""
        name, endings = _plain(self.name), ENDINGS[self.media_type]
        if name.lower().endswith(endings):
            return name
        return f"{name[: NAME_LIMIT - len(endings[0])]}{endings[0]}"


def is_picture(media_type: str) -> bool:
    """Say whether it can be shown small on a page."""
    return media_type.startswith("image/")


def size_in_words(size: int) -> str:
    """Return a size as one says it: 34 kB, 1.2 MB."""
    if size < 1024**2:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / 1024**2:.1f} MB"


def _picture_or_pdf(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((media_type for begin, media_type in BEGINS if content.startswith(begin)), None)


def _text(content: bytes, said: str) -> str | None:
    """Return which kind of text it is, None where it is no text; pages and drawings that could run are refused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if CONTROL.search(text):
        return None
    if MARKUP.match(text):
        raise Refusal(f"{said} is a web page or a drawing (HTML, SVG, XML). Attach a picture of it instead.")
    kinds: tuple[tuple[Callable[[str], bool], str], ...] = ((_is_json, "application/json"), (_is_table, "text/csv"))
    return next((media_type for fits, media_type in kinds if fits(text)), "text/plain")


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(text: str) -> bool:
    """Say whether the lines have the same number of columns, two or more."""
    lines = "\n".join(text.splitlines()[:LINES])
    return any(_columns(lines, separator) > 1 for separator in ",;\t")


def _columns(lines: str, separator: str) -> int:
    """Return how many columns all rows have; 0 where they differ, or where there is one row only."""
    try:
        rows = [len(row) for row in csv.reader(StringIO(lines), delimiter=separator) if row]
    except csv.Error:
        return 0
    return rows[0] if len(rows) > 1 and len(set(rows)) == 1 else 0


def _plain(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in last).split())
    stem, dot, ending = kept.rpartition(".")
    short = f"{stem[: NAME_LIMIT - len(ending) - 1]}{dot}{ending}" if len(kept) > NAME_LIMIT else kept
    return short[:NAME_LIMIT].strip(". ") or "file"
