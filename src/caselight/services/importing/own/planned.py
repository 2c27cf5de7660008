"""What reading an export back will do: the names it makes, and the report of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from caselight.core.interruptions import services_named
from caselight.core.text import quoted
from caselight.services.importing import names as known_names
from caselight.services.importing.names import Named, Names
from caselight.services.importing.own.agreed import Agreed, without_matrix
from caselight.services.importing.own.kept import Kept, Values
from caselight.services.importing.own.reading import Export
from caselight.services.importing.run import Report
from caselight.store.tables import Client, Service, Team

SOURCE = "caselight"  # whose people they are
PEOPLE = ("owner", "by", "initiator", "person", "acknowledged_by")


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases that are new, those known, and what must be made for them."""

    new: list[Kept]
    same: int
    differ: tuple[str, ...]
    left_out: int  # links to cases that are neither in the file nor here
    missing: list[Named]
    here: Agreed


def missing(new: Sequence[Kept], names: Names) -> Iterator[Named]:
    """Yield a row for each client, team, person and service that is not there yet; a service once its client is."""
    clients = {one.case["client"]: one.case for one in new}
    for name in clients.keys() - names.clients.keys():
        yield Client(name=name, industry=clients[name].get("industry", ""), zone=clients[name].get("zone", "UTC"))
    called = [row for one in new for row in one.escalations.values()]
    said = [row for one in new for row in (one.case, *one.steps.values(), *one.attachments.values())]
    teams = {row["from_team"]: row.get("from_tier", 1) for row in called if row.get("from_team")}
    teams |= {row["team"]: row.get("to_tier", 1) for row in called if row.get("team")}
    teams |= {row["team"]: row.get("tier", 1) for row in said if row.get("team")}
    yield from (Team(name=name, tier=tier) for name, tier in teams.items() if name not in names.teams)
    people = dict.fromkeys(row[part] for row in (*said, *called) for part in PEOPLE if row.get(part))
    yield from known_names.people([name for name in people if name not in names.people], SOURCE, names)
    services = {(one.case["client"], name): None for one in new for name in _services(one)}
    for client, name in services:
        if (names.clients.get(client), name) not in names.services:
            yield Service(client_id=names.clients.get(client, 0), name=name)


def report_of(plan: Plan, path: Path, export: Export, *, dry_run: bool) -> Report:
    """Return what was done, or would be."""
    made = {kind: sum(isinstance(row, kind) for row in plan.missing) for kind in (Client, Team, Service)}
    return Report(
        file=quoted(path.name).strip('"'),
        sha256=export.sha256,
        rows=len(export.rows),
        cases_new=len(plan.new),
        cases_same=plan.same,
        cases_differ=len(plan.differ),
        events=sum(map(len, plan.new)),
        clients=made[Client],
        teams=made[Team],
        services=made[Service],
        people=len(plan.missing) - sum(made.values()),
        new_clients=tuple(sorted(row.name for row in plan.missing if isinstance(row, Client))),
        differ=plan.differ[:20],
        notes=tuple(_notes(plan, export)),
        dry_run=dry_run,
    )


def _notes(plan: Plan, export: Export) -> Iterator[str]:
    if export.is_alone:
        yield "A table of cases alone: steps are made of the instants of each; nothing else that hung on them is in it."
    else:
        yield "An export of Caselight's: numbers and all that hangs on a case are kept."
    attached = 0 if export.packed else sum(len(one.attachments) for one in plan.new)
    told = {
        "Links to cases that are not here, left out": plan.left_out,
        "Attachments of which the file has no bytes, left out": attached,
        "Open clocks under the shipped thresholds, for their row of the matrix is not here": without_matrix(
            plan.new, plan.here
        ),
    }
    yield from (f"{what}: {count:,}." for what, count in told.items() if count)


def _services(one: Kept) -> Iterator[str]:
    rows: list[Values] = [one.case, *one.intervals.values()]
    yield from (row["service"] for row in rows if row.get("service"))
    if one.is_alone:
        yield from services_named(one.case["record_type"], one.details)
