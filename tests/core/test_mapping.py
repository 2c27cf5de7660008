"""A MAP is read whole, or refused with everything that is wrong in it."""

from datetime import UTC, datetime

import pytest

from caselight.core.lifecycle import Status
from caselight.core.mapping import read
from caselight.core.mapping.values import readers
from caselight.core.priority import Priority
from caselight.core.refusal import Refusal

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PLAIN = """
table = "events"
source = "desk"
title = "Incident on {product}"
{more}
[columns]
case = "id"
client = "client"
priority = "impact"
status = ["state", "sub"]
at = "time"
{columns}
[status]
"Done + Now" = "resolved"
Waiting = { status = "waiting", reason = "customer" }
{tables}
"""


def a_map(*, more: str = "", columns: str = "", tables: str = "") -> str:
    return PLAIN.replace("{more}", more).replace("{columns}", columns).replace("{tables}", tables)


def test_a_map_names_the_columns_it_needs_once_each() -> None:
    given = read(a_map(columns='service = "product"'))

    assert given.wanted() == ("state", "sub", "id", "client", "product", "impact", "time")
    assert given.status["Done + Now"].status is Status.RESOLVED
    assert given.status["Waiting"].reason == "customer"


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("table =", "", "not TOML"),
        ('table = "rows"', "table", "Input should be 'events' or 'cases'"),
        (a_map(more='tittle = "x"'), "tittle", "did you mean title"),
        (a_map(columns='clint = "x"'), "columns.clint", "did you mean client"),
        (a_map().replace('source = "desk"', ""), "source", "this is needed"),
        (a_map().replace('at = "time"', ""), "", "a table of events needs columns.at"),
        (a_map().replace('client = "client"', ""), "", "say the client"),
        (a_map().replace('priority = "impact"', ""), "", "say the priority"),
        (a_map().replace('title = "Incident on {product}"', ""), "", "say the title"),
        (a_map().replace('status = ["state", "sub"]', ""), "", "needs columns.status"),
        (a_map(more='encoding = "klingon"'), "encoding", "no such encoding"),
        (a_map(tables='Odd = "merged"'), "status.Odd.status", "use cancelled"),
        (a_map(tables='Odd = { status = "new", kind = "sung" }'), "status.Odd.kind", "no such kind"),
        (a_map(tables='[time]\nzone = "Mars"'), "time.zone", "no such time zone"),
        (a_map(tables='[time]\nformat = "%d.%m."'), "time.format", "needs the year"),
        (a_map(tables="[tier]\npattern = '('"), "tier.pattern", "no regular expression"),
        (a_map(tables="[tier]\npattern = 'x'"), "tier.pattern", "one group"),
        (a_map(tables='[priority]\nMajor = "P9"'), "priority", "not in the list"),
        (a_map(tables='[constants]\nrecord_type = "song"'), "", "constants.record_type: use one of"),
        (a_map(tables='[constants]\nowner = "x"'), "", "constants.owner: use a column"),
        (
            a_map(tables='[calendar]\nname = "x"\nzone = "UTC"\nweekly = { mon = [["17:00", "x"]] }'),
            "calendar",
            "cannot be read as a shift",
        ),
    ],
)
def test_what_is_wrong_in_a_map_is_said_with_its_place(text: str, place: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(text)

    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith("The MAP")
    assert place in ",".join(refusal.value.fields)


def test_all_faults_of_a_map_are_told_at_once() -> None:
    with pytest.raises(Refusal) as refusal:
        read(a_map(more='tittle = "x"', tables='[time]\nzone = "Mars"'))

    assert set(refusal.value.fields) == {"tittle", "time.zone"}


@pytest.mark.parametrize(
    ("team", "take", "tier"),
    [
        ("S42", "first", 1),
        ("N52 2nd", "first", 2),
        ("V5 3rd", "first", 3),
        ("V13 2nd 3rd", "first", 2),
        ("V13 2nd 3rd", "last", 3),
        ("2ndary", "first", 1),  # no word of its own
    ],
)
def test_a_team_tells_its_tier_by_its_name(team: str, take: str, tier: int) -> None:
    given = read(a_map(tables=f"[tier]\npattern = '\\b([23])(?:nd|rd)\\b'\ntake = \"{take}\""))

    assert given.tier is not None
    assert given.tier.of(team) == tier


def test_values_are_read_in_any_case() -> None:
    given = read(a_map(tables='[priority]\nMajor = 1\n"Not so bad" = "low"'))

    read_one = readers(given, now=NOW)

    assert read_one["priority"]("MAJOR") is Priority.CRITICAL
    assert read_one["priority"]("not-so  bad") is Priority.LOW
    assert read_one["status"]("done + now").status is Status.RESOLVED


def test_times_are_read_by_the_format_and_the_zone_of_the_map() -> None:
    given = read(a_map(tables='[time]\nformat = "%d/%m/%Y %H:%M"\nzone = "Europe/Berlin"'))

    assert readers(given, now=NOW)["at"]("03/02/2026 10:00") == datetime(2026, 2, 3, 9, tzinfo=UTC)
    with pytest.raises(Refusal, match="no date and time written as"):
        readers(given, now=NOW)["at"]("2026-02-03 10:00")


@pytest.mark.parametrize("part", ["priority", "status"])
def test_a_part_that_must_be_a_table_is_not_taken_as_one_word(part: str) -> None:
    text = a_map(more='priority = "high"') if part == "priority" else a_map().replace("[status]", "[other]")
    text = text if part == "priority" else 'status = "done"\n' + text

    with pytest.raises(Refusal) as refused:
        read(text)

    assert any(name.startswith(part) for name in refused.value.fields) or part in refused.value.sentence
