"""Text that a spreadsheet would run rather than show: marked on the way out, unmarked on the way back."""

import re

RUNS = re.compile("'*[=+\\-@\t\r＝＋－＠]")  # noqa: RUF001 – full-width signs run as well


def guard(text: str) -> str:
    """Return the text as a cell may hold it: one quote before what would run."""
    return f"'{text}" if RUNS.match(text) else text


def unguard(text: str) -> str:
    """Return what was guarded, without exactly that one quote."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text
