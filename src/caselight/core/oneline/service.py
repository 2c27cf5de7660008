"""Which of a client's services a line names."""

import re
from collections.abc import Iterable


def named(title: str, services: Iterable[str]) -> str | None:
    """Return the service whose whole name stands in the title, in any case; of several the longest."""
    words = _words(title)
    there = [name for name in services if _words(name) and f" {_words(name)} " in f" {words} "]
    return max(there, key=len, default=None)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
