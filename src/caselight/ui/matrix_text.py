"""A row of the matrix as the form shows and takes it."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

from caselight.core import spans
from caselight.core.matrix import Row
from caselight.core.priority import Priority
from caselight.core.records.register import TYPES
from caselight.core.refusal import Refusal
from caselight.core.text import quoted
from caselight.ui import admin_form
from caselight.ui.matrix_words import ANY_CLIENT, ANY_PRIORITY, ANY_TEAM, Names, kind

THRESHOLD = re.compile(r"(?P<percent>\d{1,5})\s*%?\s*:?(?P<told>.*)")
NOBODY = "nobody"
ROUND_THE_CLOCK, CLIENT_HOURS = "24×7", "the client's hours"
Typed = Mapping[str, Any]


def typed(row: Row, names: Names, *, zone: tzinfo, now: datetime) -> dict[str, Any]:
    """Return a row as the fields of the form; what holds already is offered from now on."""
    return {
        "client_id": names.clients.get(row.client_id or 0, ANY_CLIENT),
        "record_type": kind(row.record_type),
        "priority": Priority(row.priority).code if row.priority else ANY_PRIORITY,
        "tier": row.tier,
        "acknowledge_minutes": spans.write(row.acknowledge_minutes),
        "resolve_minutes": spans.write(row.resolve_minutes),
        "hours": ROUND_THE_CLOCK if row.is_round_the_clock else CLIENT_HOURS,
        "team_id": names.teams.get(row.team_id or 0, ANY_TEAM),
        "next_tier": tier_name(row.next_tier),
        "thresholds": "\n".join(f"{percent}% {', '.join(told)}" for percent, told in sorted(row.thresholds.items())),
        "valid_from": admin_form.shown(row.valid_from, zone) if row.valid_from > now else "",
        "valid_until": admin_form.shown(row.valid_until, zone) if row.valid_until and row.valid_until > now else "",
    }


def tier_name(tier: int | None) -> str:
    """Return how the next tier is offered."""
    return f"tier {tier}" if tier else NOBODY


def row(said: Typed, names: Names, *, zone: tzinfo, now: datetime) -> Row:
    """Return the fields of the form as a row; refuse what cannot be read, beside each field."""
    wrong: dict[str, str] = {}
    acknowledge = admin_form.read(wrong, "acknowledge_minutes", partial(spans.read, _text(said, "acknowledge_minutes")))
    resolve = admin_form.read(wrong, "resolve_minutes", partial(spans.read, _text(said, "resolve_minutes")))
    thresholds = admin_form.read(wrong, "thresholds", partial(_thresholds, _text(said, "thresholds")))
    since = admin_form.read(wrong, "valid_from", partial(_instant, _text(said, "valid_from"), zone))
    until = admin_form.read(wrong, "valid_until", partial(_instant, _text(said, "valid_until"), zone))
    admin_form.refuse(wrong)
    return Row(
        client_id=_id(names.clients, said["client_id"]),
        record_type=next((key for key, record in TYPES.items() if record.title == said["record_type"]), None),
        priority=None if said["priority"] == ANY_PRIORITY else Priority.parse(said["priority"]).value,
        tier=said["tier"],
        acknowledge_minutes=acknowledge or 0,
        resolve_minutes=resolve or 0,
        is_round_the_clock=said["hours"] == ROUND_THE_CLOCK,
        team_id=_id(names.teams, said["team_id"]),
        next_tier=None if said["next_tier"] == NOBODY else int(said["next_tier"].rpartition(" ")[2]),
        thresholds=thresholds or {},
        valid_from=since or now,
        valid_until=until,
    )


def _thresholds(text: str) -> dict[int, Sequence[str]]:
    """Return who is told at which percent, from lines such as 75% owner, lead."""
    found: dict[int, Sequence[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = THRESHOLD.fullmatch(line)
        if parts is None:
            raise Refusal(f"{quoted(line)} begins with no percent. Write it as 75% owner, lead.")
        told = [name.strip().lower() for name in parts["told"].split(",")]
        found[int(parts["percent"])] = [name for name in told if name and name != NOBODY]
    return dict(sorted(found.items()))


def _instant(text: str, zone: tzinfo) -> datetime | None:
    return admin_form.instant_in(text, zone) if text else None


def _id(names: Mapping[int, str], name: str) -> int | None:
    return next((number for number, each in names.items() if each == name), None)


def _text(said: Typed, name: str) -> str:
    return str(said.get(name) or "").strip()
