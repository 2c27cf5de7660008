"""The audit trail in words: what an event is about, what was done, and what it changed."""

from collections.abc import Mapping
from typing import Any

from caselight.core.sheets import SHEETS
from caselight.core.wording import reference

# What events are about, by the beginning of their subject.
ABOUT: dict[str, str] = {
    "case": "Cases",
    "problem": "Problems",
    "client": "Clients",
    "contract": "Contracts",
    "calendar": "Calendars",
    "matrix": "Escalation matrix",
    "routing": "Routing",
    "team": "Teams",
    "user": "People",
    "wall": "Wall links",
    "key": "Keys",
    "channel": "Notice channels",
    "review": "Reviews",
    "review_schedule": "Review schedules",
    "export": "Exports",
    "import": "Imports",
}
ONE_OF = {
    "user": "person",
    "matrix": "escalation matrix",
    "channel": "notice channel",
    "wall": "wall link",
    "review_schedule": "review schedule",
}
UNSAID = {"session"}  # what a session is known by helps nobody who reads
SHOWN, LONGEST = 4, 60  # changes of one event, characters of one value
WRITTEN = "text"  # what stands for a text, which is kept apart from its event
Names = Mapping[str, Mapping[int, str]]  # by field, such as team_id: what an id is called


def kind_of(subject: str) -> str:
    """Return what a subject is one of: case for case:48213."""
    return subject.partition(":")[0]


def number_of(subject: str) -> int:
    """Return the id in a subject; 0 where it has none."""
    number = subject.partition(":")[2]
    return int(number) if number.isdecimal() else 0


def named(subject: str) -> str:
    """Return a subject as people call it: C-48213, contract 7."""
    kind, _, number = subject.partition(":")
    if kind == "case" and number.isdecimal():
        return reference(int(number))
    return " ".join(filter(None, (ONE_OF.get(kind, kind), number)))


def kind_called(words: str) -> str:
    """Return the kind that people call so, `named` turned round: user for person; empty for none."""
    called = {ONE_OF.get(kind, kind): kind for kind in ABOUT}
    return called.get(words) or (words if words in ABOUT else "")


def did(kind: str) -> str:
    """Return what was done: Escalated, Password set, Corrective action added."""
    what = kind.partition(":")[2]
    sheet, _, verb = what.rpartition("_")
    words = f"{SHEETS[sheet].title} {verb}" if sheet in SHEETS else what.replace("_", " ")
    return words[:1].upper() + words[1:]


def changes(body: Mapping[str, Any], names: Names | None = None) -> list[str]:
    """Return what an event changed, a line each: a field with what it was and is, ids by the names given."""
    known = names or {}
    lines = [_line(name, change, known.get(name, {})) for name, change in body.get("changes", {}).items()]
    plain = {name: value for name, value in body.items() if name not in UNSAID and _is_plain(value)}
    lines += [f"{_field(name)}: {_short(value, known.get(name, {}))}" for name, value in plain.items()]
    more = len(lines) - SHOWN
    return lines[:SHOWN] + ([f"and {more} more"] if more > 0 else [])


def _line(name: str, change: Any, called: Mapping[int, str]) -> str:  # noqa: ANN401 – JSON
    if not isinstance(change, list):
        return f"{_field(name)}: {WRITTEN}"
    before, after = (_short(value, called) for value in change)
    return f"{_field(name)}: {after}" if change[0] is None else f"{_field(name)}: {before} → {after}"


def _field(name: str) -> str:
    return name.removeprefix("details.").removesuffix("_id").replace("_", " ")


def _is_plain(value: Any) -> bool:  # noqa: ANN401 – JSON
    """Say whether a value is one that a line can say."""
    return isinstance(value, str | int | float) or (isinstance(value, list) and all(map(_is_plain, value)))


def _short(value: Any, called: Mapping[int, str]) -> str:  # noqa: ANN401 – JSON
    if isinstance(value, bool) or value is None:
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, list):
        said = ", ".join(_short(each, called) for each in value)
    else:
        said = called.get(value, str(value)) if isinstance(value, int) else str(value)
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"
