"""Write the pages of documentation that the code itself says; a test fails when one is stale."""

from collections.abc import Callable, Iterator
from pathlib import Path

from caselight.core.records import TYPES, FormField, Record, Standard, form_fields

HERE = Path(__file__).parent
HEAD = "| field | what it takes | owed | what to write |\n| --- | --- | --- | --- |"
TAKES = {
    "line": "one line, at most {about.max_length:,} characters",
    "text": "text, at most {about.max_length:,} characters",
    "choice": "one of the {about.offers}",
    "many": "several of the {about.offers}, or other names",
    "number": "a whole number of {about.unit}",
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


def _row(about: FormField) -> str:
    takes = ", ".join(_takes(about))
    return f"| **{about.label}** `{about.name}` | {takes} | {about.owed.removeprefix('Owed ')} | {about.guidance} |"


def _takes(about: FormField) -> Iterator[str]:
    if about.choices:
        yield " · ".join(choice.label for choice in about.choices)
    else:
        yield TAKES[about.kind].format(about=about)
    if about.span:
        yield f"gives *{about.span.label}*"
    if about.personal:
        yield "personal: kept apart, erasable"


INTRODUCTION = """\
# Records

What each type of case asks, written from the templates in `src/caselight/core/records/` by `python docs/generate.py`.
*Owed* is the stage before which a field must be filled in; the others may stay empty.
"""

PAGES: dict[str, Callable[[], str]] = {"records.md": records}


def write() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page() + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
