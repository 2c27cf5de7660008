"""What typed text must be before it is kept: readable, normalised, of bounded length."""

import re
import unicodedata

from caselight.core.refusal import Refusal

LINE = 300
PROSE = 10_000
SHOWN = 40
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
NAMES = {0: "NUL", 7: "bell", 8: "backspace", 11: "vertical tab", 12: "form feed", 27: "escape", 127: "delete"}


def line(typed: str, *, limit: int = LINE) -> str:
    """Return `typed` as one tidy line: NFC, spaces collapsed, no direction marks; refuse control characters."""
    tidy = BIDI.sub("", " ".join(_readable(typed).split()))
    return _bounded(tidy, limit)


def prose(typed: str, *, limit: int = PROSE) -> str:
    """Return `typed` as text of several lines: NFC, plain line ends, trimmed; refuse control characters."""
    return _bounded(_readable(typed).strip(), limit)


def quoted(value: object) -> str:
    """Return what somebody typed for use in a sentence: its first 40 characters, escaped, between quotes."""
    shown = str(value)
    cut = shown[:SHOWN] + ("…" if len(shown) > SHOWN else "")
    return '"' + "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in cut) + '"'


def is_blank(typed: str) -> bool:
    """Say whether nothing in `typed` can be seen."""
    return all(mark.isspace() or unicodedata.category(mark) == "Cf" for mark in typed)


def _readable(typed: str) -> str:
    unreadable = FORBIDDEN.search(typed)
    if unreadable:
        raise Refusal(f"Remove the {_named(unreadable[0])} at position {unreadable.start() + 1:,}.")
    return unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))


def _named(mark: str) -> str:
    kind = "half of a broken character" if unicodedata.category(mark) == "Cs" else "control character"
    name = f" {NAMES[ord(mark)]}" if ord(mark) in NAMES else ""
    return f"{kind}{name} (U+{ord(mark):04X})"


def _bounded(tidy: str, limit: int) -> str:
    if is_blank(tidy):
        return ""
    if len(tidy) > limit:
        raise Refusal(f"At most {limit:,} characters, this has {len(tidy):,}. Shorten it.")
    return tidy
