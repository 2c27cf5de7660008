"""What is known of the links to wall screens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlmodel import Session, col

from caselight.core.people import Scope
from caselight.store.tables import SignIn, User, WallLink

WARNS = timedelta(days=14)  # before a link ends


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is kept; `options` say how its wall looks, under the names they have in its address."""

    id: int
    name: str
    clients: tuple[int, ...] | None
    options: Mapping[str, str]
    hides_owners: bool
    created_by: str | None
    created_at: datetime
    ends_at: datetime
    revoked_at: datetime | None

    @property
    def query(self) -> str:
        """Return what its screen is opened with."""
        return urlencode({"kiosk": 1, **self.options})

    def is_open(self, now: datetime) -> bool:
        """Say whether a screen may still use it."""
        return self.revoked_at is None and now < self.ends_at

    def ends_soon(self, now: datetime) -> bool:
        """Say whether somebody should renew it: it ends within 14 days."""
        return self.is_open(now) and self.ends_at - now <= WARNS


def links(session: Session, scope: Scope) -> list[Link]:
    """Return every link that shows no client outside the scope, newest first."""
    return [link for link in _found(session) if scope.clients is None or scope.clients.issuperset(link.clients or {0})]


def ending(session: Session, now: datetime) -> int:
    """Return how many open links end within 14 days: a number that tells a stranger nothing."""
    soon = col(WallLink.revoked_at).is_(None), col(WallLink.ends_at) > now, col(WallLink.ends_at) <= now + WARNS
    return session.scalar(select(func.count()).select_from(WallLink).where(*soon)) or 0


def of_session(session: Session, scope: Scope, session_id: str) -> Link | None:  # noqa: ARG001 – the session is its scope
    """Return the link that a wall's session (`Principal.session_id`) came by; None for a person's."""
    held = select(col(SignIn.wall_link_id)).where(col(SignIn.id) == session_id).scalar_subquery()
    return next(iter(_found(session, col(WallLink.id) == held)), None)


def by_digest(session: Session, digest: str) -> Link | None:
    """Return the link whose token has this digest."""
    return next(iter(_found(session, col(WallLink.token_hash) == digest)), None)


def _found(session: Session, *which: Any) -> list[Link]:  # noqa: ANN401 – conditions
    statement = (
        select(WallLink, col(User.name))
        .join(User, col(User.id) == col(WallLink.created_by), isouter=True)
        .where(*which)
        .order_by(col(WallLink.id).desc())
    )
    return [_link(row, maker) for row, maker in session.execute(statement)]


def _link(row: WallLink, maker: str | None) -> Link:
    return Link(
        row.id or 0,
        row.name,
        None if row.clients is None else tuple(row.clients),
        row.options,
        row.hides_owners,
        maker,
        row.created_at,
        row.ends_at,
        row.revoked_at,
    )
