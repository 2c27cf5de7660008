"""Write the pages of documentation that the code itself says; a test fails when one is stale."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from caselight.core.records import TYPES, FormField, Record, Standard, form_fields
from caselight.core.sheets import SHEETS, Sheet

HERE = Path(__file__).parent
HEAD = "| field | what it takes | owed | what to write |\n| --- | --- | --- | --- |"
TAKES = {
    "line": "one line, at most {about.max_length:,} characters",
    "text": "text, at most {about.max_length:,} characters",
    "choice": "one of the {about.offers}",
    "many": "several of the {about.offers}, or other names",
    "number": "a whole number of {about.unit}",
    "range": "a whole number from {about.least} to {about.most}",
    "money": "an amount, with two decimals at most",
    "instant": "date and time",
    "yes/no": "yes or no",
}


def records() -> str:
    """Return the page about record types: what every record asks, and what each type adds."""
    standard = "\n".join(["## Every record", "", HEAD, *map(_row, form_fields(Standard))])
    return "\n".join([INTRODUCTION, standard, *(_type(record) for record in TYPES.values())])


def _type(record: type[Record]) -> str:
    tags = " ".join(f"`#{tag}`" for tag in record.tags) or "not logged by hand"
    nature = f", {record.nature} in nature" if record.nature else ""
    lines = ["", f"## {record.title}", "", f"`{record.key}`, {record.family}{nature}, {tags}. {record.guidance}"]
    fields = [_row(about) for about in form_fields(record)]
    return "\n".join([*lines, "", HEAD, *fields] if fields else lines)


def sheets() -> str:
    """Return the page about sheets: what is filled in on a case besides its record."""
    return "\n".join([ABOUT_SHEETS.rstrip(), *(_sheet(sheet) for sheet in SHEETS.values())])


def _sheet(sheet: type[Sheet]) -> str:
    more = [f"On the timeline as {sheet.line.lower()}."]
    more += ["A case has one at most."] if sheet.is_single else []
    more += [f"Its due time is that of: {sheet.follow_up[0].lower()}{sheet.follow_up[1:]}."] if sheet.follow_up else []
    owed = f"Owed at {sheet.owed.word} for {OWED_FOR[sheet.owed_for]}." if sheet.owed else ""
    about = " ".join(filter(None, (sheet.guidance, *more, owed)))
    rows = [_row(each).replace("| at logging |", "| always |") for each in form_fields(sheet)]
    return "\n".join(["", f"## {sheet.title}", "", f"`{sheet.key}`. {about}", "", HEAD, *rows])


def coverage() -> str:
    """Return the page that tells of each line that was asked for where it lives, and what is to come."""
    lines = tomllib.loads((HERE / "coverage.toml").read_text("utf-8"))
    return "\n".join([ABOUT_COVERAGE, *(_line(name, **about) for name, about in lines.items())])


def _line(name: str, what: str, where: Sequence[str] = (), later: str = "") -> str:
    places = ", ".join(f"{kind} `{called}`" for kind, _, called in (place.partition(":") for place in where))
    state = "; ".join(filter(None, ("done" if where else "", f"later: {later}" if later else "")))
    return f"| {name} | {what} | {places or '–'} | {state} |"


def _row(about: FormField) -> str:
    takes = ", ".join(_takes(about))
    return f"| **{about.label}** `{about.name}` | {takes} | {about.owed.removeprefix('Owed ')} | {about.guidance} |"


def _takes(about: FormField) -> Iterator[str]:
    if about.choices:
        yield " · ".join(choice.label for choice in about.choices)
    else:
        kind = "range" if about.kind == "number" and not about.unit else about.kind
        yield TAKES[kind].format(about=about)
    if about.span:
        yield f"gives *{about.span.label}*"
    if about.personal:
        yield "personal: kept apart, erasable"


INTRODUCTION = """\
# Records

What each type of case asks, written from the templates in `src/caselight/core/records/` by `python docs/generate.py`.
*Owed* is the stage before which a field must be filled in; the others may stay empty.
"""

OWED_FOR = {"serious": "P1, P2, a missed promise or a recurrence", "recovery": "a recovery"}
ABOUT_SHEETS = """\
# Sheets

What is filled in on a case besides its record, written from the templates in `src/caselight/core/sheets/` by
`python docs/generate.py`. Adding, correcting and finishing a sheet is one event each; both versions of a corrected
sheet stay on record. Personal fields lie apart from the rest and can be erased.
"""

ABOUT_COVERAGE = """\
# Coverage

What was asked for, where it lives, and what is to come, written from `docs/coverage.toml` by `python docs/generate.py`.
A line that says both is done but for what follows *later*.

| id | what | where it lives | done or later |
| --- | --- | --- | --- |"""

PAGES: dict[str, Callable[[], str]] = {"records.md": records, "sheets.md": sheets, "coverage.md": coverage}


def write() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page() + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
