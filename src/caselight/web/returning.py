"""Where somebody goes after signing in: only to a page of ours, whatever the address asked for."""

import re

from caselight.web.pages import URLS

LIMIT = 500  # characters
PLACE = re.compile(r"(/[a-z0-9_-]*)(\?[A-Za-z0-9_.~%&=+,:/-]*)?")
WORDS = {
    "/case": "the case",
    "/cases": "the cases",
    "/log": "the log",
    "/queue": "the queue",
    "/wall": "the wall",
}


def safe(asked: str) -> str:
    """Return the page asked for with its filters; `/` when it is not one of ours."""
    found = PLACE.fullmatch(asked) if len(asked) <= LIMIT else None
    return asked if found and found[1] in URLS else "/"


def sentence(place: str) -> str:
    """Say where signing in leads."""
    path = place.partition("?")[0]
    return "Live operations and case log." if path == "/" else f"You return to {WORDS.get(path, 'where you were')}."
