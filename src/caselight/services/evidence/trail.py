"""Cases and their events as a client may read them: persons by number, words among colleagues kept back.

An event is told whole or not at all, for its hash is made of all it says. One kept back still stands in the chain.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from caselight.core.chain import canonical
from caselight.core.ledger import Turn
from caselight.core.lifecycle import Status
from caselight.core.priority import Priority
from caselight.core.wording import reference
from caselight.services.evidence.archive import plain
from caselight.store.chain import META

CASE = (
    *("case", "external_id", "record_type", "title", "status", "waiting_reason", "priority", "service", "channel"),
    *("root_cause", "customers_affected", "occurred_at", "opened_at", "acknowledged_at", "first_response_at"),
    *("first_resolved_at", "resolved_at", "closed_at", "reopens", "merged_into", "follows", "counted_as"),
)
EVENT = ("case", "seq", "at", "recorded_at", "kind", "person", "status", "tier", "said", "is_kept_back", "hash")
CHAIN = ("case", "events", "kept_back", "head")
# What an event may say to a client: facts of the case, its clocks and interruptions, and commitments to texts.
OUTWARD = frozenset(
    {
        *("changes", "clocks", "intervals", "texts", "into", "undoes", "recurs", "routing"),
        *("escalations", "from_tier", "to_tier", "way", "kind", "stage"),
    }
)
# What of an escalation: when it was raised, taken and ended, and by which number; nothing that somebody wrote.
OF_ESCALATION = frozenset(
    {
        *("raised", "armed_at", "cycle", "ack_due_at", "acknowledged_at", "acknowledged_by", "runs", "resolve_due_at"),
        *("team_id", "passed_on_at", "ended_at", "outcome"),
    }
)
Row = Mapping[str, Any]
Texts = Mapping[int, Mapping[str, Row]]


def case(row: Row, *, counted_as: str) -> dict[str, Any]:
    """Return the cells of a case, without those that are empty; `counted_as` is of the end of the period."""
    linked = {name: reference(row[name]) for name in ("merged_into", "follows") if row[name]}
    said = {**row, **linked, "case": reference(row["id"]), "priority": Priority(row["priority"]).code}
    said["counted_as"] = counted_as
    return {name: plain(said[name]) for name in CASE if said[name] is not None and said[name] != ""}


def as_line(cells: Row) -> bytes:
    """Return cells as a line of JSON."""
    return json.dumps(cells, ensure_ascii=False).encode()


def is_kept_back(event: Row) -> bool:
    """Say whether an event holds more than a client may read."""
    body = event["body"]
    moved = [columns.keys() for columns in body.get("escalations", {}).values()]
    return not (body.keys() <= OUTWARD and all(columns <= OF_ESCALATION for columns in moved))


def line(event: Row, texts: Mapping[str, Row]) -> bytes:
    """Return an event as a line of JSON: what its hash is made of, and the texts that may be read with their salts."""
    head = {"case": reference(event["case_id"]), "seq": event["seq"]}
    tail = {"prev": event["prev"], "hash": event["hash"]}
    if is_kept_back(event):
        return as_line({**head, "kept_back": True, **tail})
    said = {name: {"salt": text["salt"].hex(), "text": text["text"]} for name, text in texts.items()}
    hashed = json.loads(canonical({"v": 1, **{name: event[name] for name in META}}))
    return as_line({**head, "event": hashed, **tail, **({"texts": said} if said else {})})


def cells(event: Row, texts: Mapping[str, Row]) -> dict[str, Any]:
    """Return an event as a row for people."""
    known = {"case": reference(event["case_id"]), "seq": event["seq"], "hash": event["hash"]}
    if is_kept_back(event):
        return {**known, "is_kept_back": True}
    said = texts.get("note") or texts.get("title")
    return {
        **known,
        **{name: event[name] for name in ("at", "recorded_at", "status", "tier")},
        "kind": event["kind"].removeprefix("case:"),
        "person": person(event["actor_id"]),
        "said": said["text"] if said else "",
        "is_kept_back": False,
    }


def person(number: int | None) -> str:
    """Return how somebody is named: by a number that is the same all over the pack."""
    return f"person {number}" if number else "system"


def turns(events: Iterable[Row], texts: Texts) -> list[Turn]:
    """Return where a case turned, for its ledgers; a wait carries its reason alone."""
    return list(_turns(events, texts))


def _turns(events: Iterable[Row], texts: Texts) -> Iterator[Turn]:
    status = reason = ""
    for event in events:
        said = texts.get(event["seq"], {}).get("waiting_reason")
        if event["status"] is None or event["status"] == status:
            continue
        status, at = event["status"], event["at"]
        assert isinstance(at, datetime)  # noqa: S101 – a column of instants
        reason = said["text"] if said else reason if event["kind"] == "case:undone" else ""
        yield Turn(at, status, person(event["actor_id"]), reason if status == Status.WAITING else "")


def chain(row: Row, events: Sequence[Row]) -> dict[str, Any]:
    """Return the length and the head of a case's chain."""
    kept_back = sum(is_kept_back(event) for event in events)
    return {"case": reference(row["id"]), "events": row["version"], "kept_back": kept_back, "head": row["head"]}
