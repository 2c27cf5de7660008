"""Teams and their shifts as an admin keeps them: added and corrected, each act an event, tried before it is saved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.calling import Desk
from caselight.core.cover import Span, uncovered
from caselight.core.hours import BusinessHours
from caselight.core.matrix import TIERS
from caselight.core.matrix_trial import Trial
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import matrix, matrix_trial
from caselight.services.acts import set_columns, tell
from caselight.store import matrix as kept
from caselight.store.engine import Store
from caselight.store.scoping import IS_OPEN
from caselight.store.tables import Case, MatrixRow, Team

LIMIT = 100  # characters
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A team before it is checked; hours as `BusinessHours.from_dict` reads them, none for a team always there."""

    name: str
    tier: int
    hours: Mapping[str, Any] | None = None

    @property
    def tidy(self) -> str:
        """Return the name, spaces trimmed."""
        return " ".join(self.name.split())


@dataclass(frozen=True, slots=True)
class Cover:
    """When nobody of a tier is there in the coming week, as it is and as it would be."""

    tier: int
    before: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TeamTrial:
    """What saving a team would change: who is called for what is open now, and when nobody of a tier is there."""

    calls: Trial
    cover: tuple[Cover, ...]


def save(store: Store, draft: Draft, *, actor: Principal, now: datetime, team_id: int | None = None) -> int:
    """Add a team, or change the one of this id, and return its id.

    Raises Denied for anybody but an admin, NotFound, and Refusal with a sentence for each field at fault. A tier is
    changed only while no open case and no row of the matrix would change with it.
    """
    _check_right(actor)

    def unit(session: Session) -> int:
        session.get(Team, team_id or 0, with_for_update=True)  # one at a time
        team = _checked(session, draft, team_id, now)
        columns: dict[str, Any] = {"name": draft.tidy, "tier": draft.tier}
        if changes := set_columns(team, columns, is_new=not team_id):
            session.add(team)
            session.flush()
            kind = "team:updated" if team_id else "team:created"
            tell(session, f"team:{team.id}", kind, actor, now, {"changes": changes})
        matrix.write_shifts(session, team.id or 0, dict(draft.hours) if draft.hours else None, actor=actor, now=now)
        return team.id or 0

    return store.transact(unit, actor.scope)


def preview(store: Store, draft: Draft, *, actor: Principal, now: datetime, team_id: int | None = None) -> TeamTrial:
    """Return what saving the team would change; write nothing, and refuse what could not be saved."""
    _check_right(actor)
    with store.reading(actor.scope) as session:
        _checked(session, draft, team_id, now)
        before = kept.laid(session, actor.scope)
        after = before._replace(desks=_desks(before.desks, draft, team_id))
        calls = matrix_trial.trial(session, before, after, actor=actor, at=now)
    return TeamTrial(calls, tuple(_cover(before.desks, after.desks, now)))


def _desks(desks: Sequence[Desk], draft: Draft, team_id: int | None) -> list[Desk]:
    hours = BusinessHours.from_dict(draft.hours) if draft.hours else None
    number = team_id or max((desk.id for desk in desks), default=0) + 1
    return [*(desk for desk in desks if desk.id != number), Desk(number, draft.tidy, draft.tier, hours)]


def _cover(before: Sequence[Desk], after: Sequence[Desk], now: datetime) -> Iterator[Cover]:
    """Yield the tiers that have a team, or would have one."""
    for tier in TIERS:
        if any(desk.tier == tier for desk in (*before, *after)):
            was, would_be = (tuple(uncovered(desks, tier, now, now + AHEAD)) for desks in (before, after))
            yield Cover(tier, was, would_be)


def _checked(session: Session, draft: Draft, team_id: int | None, now: datetime) -> Team:
    """Return the team as it is, or a new one; refuse a draft with a sentence for each field at fault."""
    team = session.get(Team, team_id) if team_id else Team(name="")
    if team is None:
        raise NotFound("No such team. Reload the page.")
    wrong = {name: sentence for name, sentence in _faults(session, draft, team, now) if sentence}
    if wrong:
        raise Refusal(" ".join(wrong.values()), fields=wrong)
    return team


def _faults(session: Session, draft: Draft, team: Team, now: datetime) -> Iterator[tuple[str, str]]:
    name = draft.tidy
    namesake = select(col(Team.id)).where(col(Team.name) == name, col(Team.id) != (team.id or 0))
    if not name or len(name) > LIMIT or not name.isprintable():
        yield "name", f"Name the team in at most {LIMIT} characters."
    elif session.scalars(namesake).first():
        yield "name", f"There is a team called {name} already. Choose another name."
    if draft.tier not in TIERS:
        yield "tier", "A tier is 1, 2 or 3."
    elif team.id and team.tier != draft.tier:
        yield "tier", _holds(session, team, now)
    yield "hours", _unreadable(draft.hours)


def _holds(session: Session, team: Team, now: datetime) -> str:
    """Say what would change its tier with the team, unseen by those who work on it; nothing where there is nothing."""
    open_cases = select(func.count()).select_from(Case).where(col(Case.team_id) == team.id, IS_OPEN)
    n = session.scalar(open_cases) or 0
    if n:
        cases = "open case" if n == 1 else "open cases"
        return f"Its {n} {cases} would change tier with it. Hand them off first, or add a new team for the other tier."
    is_to_hold = col(MatrixRow.valid_until).is_(None) | (col(MatrixRow.valid_until) > now)
    rows = session.scalar(select(func.count()).where(col(MatrixRow.team_id) == team.id, is_to_hold)) or 0
    if rows:
        said = "1 row of the matrix names" if rows == 1 else f"{rows} rows of the matrix name"
        return f"{said} it at tier {team.tier}. Set or end these rows first."
    return ""


def _unreadable(hours: Mapping[str, Any] | None) -> str:
    try:
        if hours:
            BusinessHours.from_dict(hours)
    except Refusal as refused:
        return refused.sentence
    return ""


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may change teams. Ask your Caselight administrator.")
