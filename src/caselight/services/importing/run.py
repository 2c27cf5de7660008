"""Bring cases in from a file: all of it checked first, then written whole cases at a time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import mapping
from caselight.core.mapping import Map
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, Refusal
from caselight.core.text import quoted
from caselight.services.importing import file as csv_file
from caselight.services.importing import names as known_names
from caselight.services.importing import write as writing
from caselight.services.importing.check import check
from caselight.services.importing.faults import Faults
from caselight.services.importing.names import Wanted
from caselight.services.importing.steps import Step, steps_of
from caselight.services.importing.write import Audit, Progress
from caselight.store.engine import Store
from caselight.store.tables import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did, or (dry run) would do."""

    file: str
    sha256: str
    rows: int
    cases_new: int
    cases_same: int
    cases_differ: int  # the file tells more of them than we have: left as they are
    events: int
    clients: int
    teams: int
    services: int
    people: int
    new_clients: tuple[str, ...]
    differ: tuple[str, ...]  # the first ids of those
    notes: tuple[str, ...]
    dry_run: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the report, for JSON."""
        return asdict(self)

    def told(self) -> str:
        """Return it as a person reads it."""
        done = "Would import" if self.dry_run else "Imported"
        lines = [
            f"{done} {self.cases_new:,} cases with {self.events:,} events from {self.rows:,} rows of {self.file}.",
            f"Known already: {self.cases_same:,}. Left as they are, though the file tells more: {self.cases_differ:,}.",
            f"New: {self.clients:,} clients, {self.teams:,} teams, {self.services:,} services, {self.people:,} people.",
            *self.notes,
        ]
        lines += [f"New clients: {', '.join(self.new_clients)}."] if self.new_clients else []
        lines += [f"The file tells more of: {', '.join(self.differ)}."] if self.differ else []
        return "\n".join(lines)


def read_map(path: Path) -> Map:
    """Return the MAP in a file; refuse one that cannot be read, with every fault in it."""
    try:
        return mapping.read(path.read_text("utf-8"))
    except OSError as error:
        raise Refusal(f"The MAP cannot be read: {error.strerror or error}. Check its name.") from error
    except UnicodeDecodeError as error:
        raise Refusal("The MAP is not UTF-8. Save it as UTF-8.") from error


def import_file(
    store: Store,
    path: Path,
    given: Map,
    *,
    now: datetime,
    actor: Principal,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import a file and say what was done; the same file again changes nothing, and finishes what was cut short.

    Raises BadFile with every fault by row and column, Denied without the right to configure, and Refusal for a file
    or a MAP that cannot be used; nothing is written then.
    """
    if not actor.may(Right.CONFIGURE):
        raise Denied(f"Your role, {actor.role}, cannot import. Ask an admin to do it.")
    faults = Faults()
    sheet = csv_file.read(path, given, faults)
    cases = [steps_of(rows, given.table) for rows in check(sheet, given, now=now, faults=faults)]
    faults.refuse()
    with store.reading(actor.scope) as session:
        plan = _Plan.of(session, cases, given)
    report = plan.report(path, sheet, dry_run=dry_run)
    if plan.new and not dry_run:
        audit = Audit(f"import:{report.sha256}", report.as_dict(), now, actor)
        writing.write(store, plan.new, given, audit=audit, progress=progress)
    return report


@dataclass(frozen=True, slots=True)
class _Plan:
    new: list[list[Step]]
    same: list[list[Step]]
    differ: list[list[Step]]
    fresh: dict[str, int]
    new_clients: tuple[str, ...]

    @classmethod
    def of(cls, session: Session, cases: Sequence[list[Step]], given: Map) -> "_Plan":
        """Sort the cases into new ones, known ones and those of which the file tells more."""
        names = known_names.names_in(session, given.source)
        kept = select(col(Case.client_id), col(Case.external_id), col(Case.version)).where(
            col(Case.source) == given.source
        )
        versions = {(client_id, external_id): version for client_id, external_id, version in session.execute(kept)}
        plan = cls([], [], [], {}, ())
        for steps in cases:
            client_id = names.clients.get(steps[0].values["client"])
            version = versions.get((client_id, steps[0].values["case"])) if client_id else None
            kind = plan.new if version is None else plan.differ if len(steps) > version else plan.same
            kind.append(steps)
        wanted = Wanted.of(plan.new)
        return replace(plan, **known_names.fresh(wanted, names))

    def report(self, path: Path, sheet: csv_file.Sheet, *, dry_run: bool) -> Report:
        """Return what writing this plan does."""
        return Report(
            file=quoted(path.name).strip('"'),
            sha256=sheet.sha256,
            rows=len(sheet.rows),
            cases_new=len(self.new),
            cases_same=len(self.same),
            cases_differ=len(self.differ),
            events=sum(map(len, self.new)),
            **self.fresh,
            new_clients=self.new_clients,
            differ=tuple(steps[0].values["case"] for steps in self.differ[:20]),
            notes=sheet.notes,
            dry_run=dry_run,
        )
