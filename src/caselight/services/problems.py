"""Problems: opened, changed, linked to the cases they are behind, and closed; each act an event of its problem."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from caselight.core.people import Principal, Right
from caselight.core.records import TYPES, RootCause
from caselight.core.refusal import Conflict, Denied, NotFound, Refusal
from caselight.core.wording import reference
from caselight.services.acts import tell
from caselight.services.changes import compared
from caselight.store.engine import Store
from caselight.store.scoping import within
from caselight.store.tables import Case, Event, Problem, ProblemCase, Service, User, UserClient

TITLE, ACTION = 200, 2000  # characters
Act = Callable[[Session, Problem], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is said of a problem before it is checked."""

    title: str
    record_type: str
    service: str | None = None  # by the client's own name for it
    root_cause: str | None = None
    owner_id: int | None = None
    action: str = ""
    action_due_at: datetime | None = None
    effective_at: datetime | None = None

    def columns(self, session: Session, client_id: int) -> dict[str, Any]:
        """Return the columns, spaces trimmed, the service by its id; refuse with a sentence for each field at fault."""
        columns = asdict(self) | {"title": " ".join(self.title.split()), "action": self.action.strip()}
        named = select(Service.id).where(col(Service.client_id) == client_id, col(Service.name) == columns["service"])
        columns["service_id"] = session.scalars(named).one_or_none() if self.service else None
        _check(session, client_id, columns)
        del columns["service"]
        return columns


def begin(
    store: Store, client_id: int, draft: Draft, *, actor: Principal, now: datetime, cases: Iterable[int] = ()
) -> int:
    """Open a problem of a client, link the cases it is seen in, and return its number."""
    return store.transact(
        lambda session: opened(session, client_id, draft, actor=actor, now=now, cases=cases), actor.scope
    )


def opened(
    session: Session, client_id: int, draft: Draft, *, actor: Principal, now: datetime, cases: Iterable[int] = ()
) -> int:
    """Open a problem within the caller's transaction and return its number."""
    _check_right(actor)
    if client_id not in actor.scope:
        raise NotFound("No such client. Choose one from the list.", fields={"client_id": "Choose a client."})
    columns = draft.columns(session, client_id)
    problem = Problem(client_id=client_id, opened_at=now, **columns)
    session.add(problem)
    session.flush()
    _tell(session, problem, "problem:opened", actor, now, after=columns)
    for number in cases:
        _link(session, problem, number, actor, now)
    return problem.id or 0


def change(store: Store, number: int, draft: Draft, *, seen: int, actor: Principal, now: datetime) -> int:
    """Change what is said of a problem; whoever saw an older version is told who was faster."""
    return store.transact(lambda session: changed(session, number, draft, seen=seen, actor=actor, now=now), actor.scope)


def changed(
    session: Session, number: int, draft: Draft, *, actor: Principal, now: datetime, seen: int | None = None
) -> int:
    """Change a problem within the caller's transaction."""
    problem = _found(session, number, actor, seen=seen)
    columns = draft.columns(session, problem.client_id)
    before = {name: getattr(problem, name) for name in columns}
    for name, value in columns.items():
        setattr(problem, name, value)
    if before != columns:
        _tell(session, problem, "problem:changed", actor, now, before=before, after=columns)
    return problem.version


def close(store: Store, number: int, *, seen: int, actor: Principal, now: datetime) -> int:
    """Close a problem whose cause is known; it stays on the list."""
    return store.transact(lambda session: closed(session, number, seen=seen, actor=actor, now=now), actor.scope)


def closed(session: Session, number: int, *, actor: Principal, now: datetime, seen: int | None = None) -> int:
    """Close a problem within the caller's transaction."""
    problem = _found(session, number, actor, seen=seen)
    if problem.closed_at is not None:
        raise Refusal(f"Problem {number} is closed already.")
    if problem.root_cause is None:
        raise Refusal("Say the root cause first.", fields={"root_cause": "Owed before closing a problem."})
    problem.closed_at = now
    _tell(session, problem, "problem:closed", actor, now, before={"closed_at": None}, after={"closed_at": now})
    return problem.version


def reopen(store: Store, number: int, *, seen: int, actor: Principal, now: datetime) -> int:
    """Take up a closed problem again."""

    def unit(session: Session) -> int:
        problem = _found(session, number, actor, seen=seen)
        if problem.closed_at is None:
            raise Refusal(f"Problem {number} is open.")
        before, problem.closed_at = problem.closed_at, None
        _tell(session, problem, "problem:reopened", actor, now, before={"closed_at": before}, after={"closed_at": None})
        return problem.version

    return store.transact(unit, actor.scope)


def link(store: Store, number: int, cases: Iterable[int], *, actor: Principal, now: datetime) -> int:
    """Say that a problem is behind these cases, and return how many were linked."""
    return store.transact(lambda session: linked(session, number, cases, actor=actor, now=now), actor.scope)


def linked(session: Session, number: int, cases: Iterable[int], *, actor: Principal, now: datetime) -> int:
    """Link cases to a problem within the caller's transaction."""
    problem = _found(session, number, actor)
    return sum(_link(session, problem, case, actor, now) for case in cases)


def unlink(store: Store, number: int, case: int, *, actor: Principal, now: datetime) -> int:
    """Take back that a problem is behind a case."""

    def unit(session: Session) -> int:
        problem = _found(session, number, actor)
        row = session.get(ProblemCase, case)
        if row is None or row.problem_id != problem.id:
            raise Refusal(f"{reference(case)} is not linked to problem {number}. Reload the page.")
        session.delete(row)
        _tell(session, problem, "problem:case_unlinked", actor, now, more={"case": case})
        return problem.version

    return store.transact(unit, actor.scope)


def _link(session: Session, problem: Problem, number: int, actor: Principal, now: datetime) -> bool:
    """Link one case; one that is linked there already is nothing to do, elsewhere is refused."""
    statement = within(select(Case).where(col(Case.id) == number), col(Case.client_id), actor.scope)
    case = session.scalars(statement).one_or_none()
    if case is None or case.client_id != problem.client_id:
        raise NotFound(f"No such case of this client: {reference(number)}. Check the number.")
    there = session.get(ProblemCase, number)
    if there is not None and there.problem_id != problem.id:
        raise Refusal(f"{reference(number)} is linked to problem {there.problem_id}. Take it out there first.")
    if there is not None:
        return False
    session.add(ProblemCase(case_id=number, problem_id=problem.id or 0, client_id=case.client_id, linked_at=now))
    _tell(session, problem, "problem:case_linked", actor, now, more={"case": number})
    return True


def _found(session: Session, number: int, actor: Principal, *, seen: int | None = None) -> Problem:
    """Return the problem if it lies in the actor's scope, as it was seen; foreign and missing are told alike."""
    _check_right(actor)
    statement = within(select(Problem).where(col(Problem.id) == number), col(Problem.client_id), actor.scope)
    problem = session.scalars(statement.with_for_update()).one_or_none()
    if problem is None:
        raise NotFound(f"No such problem: {number}. Check the number.")
    if seen is not None and seen != problem.version:
        newest = select(col(User.name)).join(Event, col(Event.actor_id) == col(User.id))
        newest = newest.where(col(Event.subject) == f"problem:{number}", col(Event.seq) == problem.version)
        who = session.scalars(newest).one_or_none() or "Somebody"
        raise Conflict(f"{who} changed problem {number} since you opened it. Reload the page; your text is kept.")
    return problem


def _check(session: Session, client_id: int, columns: Mapping[str, Any]) -> None:
    wrong = {}
    if not columns["title"] or len(columns["title"]) > TITLE:
        wrong["title"] = f"Say in at most {TITLE} characters what keeps coming back."
    if len(columns["action"]) > ACTION:
        wrong["action"] = f"The action has {len(columns['action']):,} characters; {ACTION:,} is the most. Shorten it."
    if columns["record_type"] not in TYPES:
        wrong["record_type"] = "Choose a record type from the list."
    if columns["root_cause"] is not None and columns["root_cause"] not in set(RootCause):
        wrong["root_cause"] = "Choose a root cause from the list, or unknown."
    if columns["effective_at"] is not None and not columns["action"]:
        wrong["action"] = "Say which action took effect."
    if columns["service"] and columns["service_id"] is None:
        wrong["service"] = "Choose a service of this client, or none."
    if columns["owner_id"] and not _works_for(session, columns["owner_id"], client_id):
        wrong["owner_id"] = "Choose a person from the list, or nobody."
    if wrong:
        raise Refusal(next(iter(wrong.values())), fields=wrong)


def _works_for(session: Session, person_id: int, client_id: int) -> bool:
    person = session.get(User, person_id)
    if person is None or not person.is_active:
        return False
    return person.sees_all_clients or session.get(UserClient, (person_id, client_id)) is not None


def _tell(
    session: Session,
    problem: Problem,
    kind: str,
    actor: Principal,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write the event of an act as the problem's next version."""
    changes, texts = compared(before or {}, after or {})
    body = ({"changes": changes} if changes else {}) | dict(more or {})
    subject, client_id = f"problem:{problem.id}", problem.client_id
    problem.version = tell(session, subject, kind, actor, now, body, client_id=client_id, texts=texts)
    session.flush()


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.ANY_TEAM):
        raise Denied("Only leads and managers keep problems. Ask a lead.")
