"""The audit trail as a file: exactly the events a screen shows, for whoever may see them, and on record."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import IO, Any
from urllib.parse import urlencode

from caselight.core import trail
from caselight.core.formula import guard
from caselight.core.instant import read, write
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, Refusal
from caselight.services.exporting.run import on_record
from caselight.store import audit
from caselight.store.audit import Entry, Wanted
from caselight.store.engine import Store

TRAIL_FORMATS = {"csv": "CSV", "jsonl": "JSON lines"}
COLUMNS = ("at", "recorded_at", "subject", "seq", "kind", "client", "actor", "body", "prev", "hash")
UNCLEAR = Refusal("This address asks for no part of the audit trail. Go back to Audit and choose the download there.")


def trail_query(clients: frozenset[int], wanted: Wanted) -> str:
    """Return the query of an address that stands for these events."""
    said: dict[str, Any] = {
        "from": write(wanted.since),
        "to": write(wanted.until),
        "client": sorted(clients),
        "about": wanted.about,
        "who": [] if wanted.actor_id is None else wanted.actor_id,
        "subject": wanted.subject or [],
    }
    return urlencode({name: value for name, value in said.items() if value not in ([], ())}, doseq=True)


def trail_parsed(params: Iterable[tuple[str, str]]) -> tuple[frozenset[int], Wanted]:
    """Return the clients and events that a query stands for; refuse what no screen of ours would ask."""
    said: dict[str, list[str]] = {}
    for name, value in params:
        said.setdefault(name, []).append(value)
    about = said.get("about", [])
    try:
        (since,), (until,) = said["from"], said["to"]
        who = next(map(int, said.get("who", [])), None)
        clients = frozenset(map(int, said.get("client", [])))
        wanted = Wanted(read(since), read(until), tuple(about), who, "".join(said.get("subject", [])))
    except (KeyError, ValueError, Refusal):
        raise UNCLEAR from None
    if not set(about) <= trail.ABOUT.keys():
        raise UNCLEAR
    return clients, wanted


def export_trail(
    store: Store,
    clients: frozenset[int],
    wanted: Wanted,
    out: IO[bytes],
    *,
    form: str,
    actor: Principal,
    now: datetime,
) -> int:
    """Write the events asked for, oldest first, and return how many; that it was done is an event too.

    Raises Denied without the right to the trail, and TooOften.
    """
    if not actor.may(Right.AUDIT):
        raise Denied(f"Your role, {actor.role}, does not read the audit trail. Ask an admin.")
    told = {"trail": trail_query(clients, wanted), "format": form}
    store.transact(lambda session: on_record(session, told, actor=actor, now=now), actor.scope)
    count, text = 0, io.TextIOWrapper(out, "utf-8", newline="")
    with store.reading(actor.scope) as session:
        for count, row in enumerate(audit.every(session, actor.scope.narrowed(clients), wanted), start=1):
            if count == 1 and form == "csv":
                csv.writer(text).writerow(COLUMNS)
            _write(text, _told(row), form)
    text.flush()
    text.detach()  # the file stays open for whoever sends it
    return count


def _write(text: io.TextIOWrapper, told: Mapping[str, Any], form: str) -> None:
    if form == "jsonl":
        text.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        body = json.dumps(told["body"], ensure_ascii=False, sort_keys=True)
        csv.writer(text).writerow(guard(str(value)) for value in {**told, "body": body}.values())


def _told(row: Entry) -> dict[str, Any]:
    plain = row._asdict() | {"at": write(row.at), "recorded_at": write(row.recorded_at)}
    return {name: "" if plain[name] is None else plain[name] for name in COLUMNS}
