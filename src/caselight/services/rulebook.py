"""What the matrix and the routing rules share as an admin keeps them: what is checked, how one ends, what is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlmodel import Session, SQLModel

from caselight.core.chain import instant
from caselight.core.people import Principal, Right
from caselight.core.records.register import TYPES
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.core.specific import Rule
from caselight.services.acts import tell
from caselight.store.tables import Client, MatrixRow, RouteRow

R = TypeVar("R", MatrixRow, RouteRow)


@dataclass(frozen=True, slots=True)
class Rulebook(Generic[R]):
    """One set of rules: the subject of its events, what it and a rule of it are called, what an end would undo."""

    table: type[R]
    subject: str
    name: str
    rule: str
    found: str
    undone: str

    def check_right(self, actor: Principal) -> None:
        """Refuse anybody but an admin."""
        if not actor.may(Right.CONFIGURE):
            raise Denied(f"Only an admin may change {self.name}. Ask your Caselight administrator.")

    def check_end(self, at: datetime, ends_at: datetime | None, now: datetime) -> None:
        """Refuse an end in the past, and one later than the rule has already."""
        if at < now:
            raise refused({"ends_at": f"A {self.rule} cannot end in the past: {self.undone}."})
        if ends_at is not None and ends_at <= at:
            raise refused({"ends_at": f"The {self.rule} ends by then anyhow. Choose an earlier instant."})

    def gone(self) -> NotFound:
        """Return the refusal of a rule that is not there."""
        return NotFound(f"No such {self.found}. Reload the page.")

    def end(self, session: Session, number: int, *, at: datetime, actor: Principal, now: datetime) -> None:
        """Let a rule hold no longer than until an instant."""
        row = session.get(self.table, number, with_for_update=True)
        if row is None:
            raise self.gone()
        self.check_end(at, row.valid_until, now)
        before, row.valid_until = row.valid_until, at
        change = [instant(before) if before else None, instant(at)]
        body = {"row": {"id": number}, "changes": {"valid_until": change}}
        tell(session, self.subject, f"{self.subject}:{self.rule}_ended", actor, now, body)

    def set(self, session: Session, row: R, *, actor: Principal, now: datetime) -> int:
        """Write a rule that was checked, and its event."""
        session.add(row)
        session.flush()
        tell(session, self.subject, f"{self.subject}:{self.rule}_set", actor, now, {"row": _plain(row)})
        return row.id or 0


MATRIX = Rulebook(
    MatrixRow,
    "matrix",
    "the matrix",
    "row",
    "row of the matrix",
    "what was raised under it would change",
)
ROUTING = Rulebook(RouteRow, "routing", "the routing rules", "rule", "rule", "cases were logged by it")


def wrong_about(session: Session, rule: Rule) -> dict[str, str]:
    """Return what is wrong with the client and the type that a rule is about, by field."""
    wrong = {}
    if rule.record_type is not None and rule.record_type not in TYPES:
        wrong["record_type"] = "Choose a record type from the list, or any."
    if rule.client_id is not None and session.get(Client, rule.client_id) is None:
        wrong["client_id"] = "Choose a client from the list, or any."
    return wrong


def refused(wrong: dict[str, str]) -> Refusal:
    """Return the refusal of what is wrong, by field; its sentence is the first."""
    return Refusal(next(iter(wrong.values())), fields=wrong)


def _plain(row: SQLModel) -> dict[str, Any]:
    return {name: instant(value) if isinstance(value, datetime) else value for name, value in row.model_dump().items()}
