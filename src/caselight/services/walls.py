"""Links to wall screens: read-only, for some clients, 90 days at most, and dark the moment they are revoked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from caselight.core.legibility import Panel
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services.acts import tell
from caselight.services.sessions import digest
from caselight.store import wall_links
from caselight.store.engine import Store
from caselight.store.tables import Client, SignIn, WallLink
from caselight.store.wall_links import Link

LONGEST = timedelta(days=90)
NAME_LIMIT = 100  # characters
THEMES = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Screen:
    """What a wall shows and how: `clients` None means all of them."""

    name: str
    clients: Sequence[int] | None = None
    zone: str = "UTC"
    theme: str = "dark"
    panel: Panel = field(default_factory=Panel)
    hides_owners: bool = False

    def options(self) -> dict[str, str]:
        """Return the options under the names they have in the wall's address."""
        size = {
            "inches": f"{self.panel.inches:g}",
            "metres": f"{self.panel.metres:g}",
            "across": f"{self.panel.across}",
        }
        return {"theme": self.theme, **size, "tz": self.zone}


@dataclass(frozen=True, slots=True)
class Made:
    """A new link: its token is shown now and never again."""

    id: int
    token: str
    ends_at: datetime

    @property
    def path(self) -> str:
        """Return the address to open on the screen, without the host."""
        return f"/auth/wall/{self.token}"


def make(store: Store, screen: Screen, *, actor: Principal, now: datetime, lasts: timedelta = LONGEST) -> Made:
    """Make a link to a wall; it lasts 90 days at most."""
    _check_right(actor)
    token = secrets.token_urlsafe(32)
    link = _columns(screen)
    kept: dict[str, Any] = {"token_hash": digest(token), "created_at": now, "ends_at": now + min(lasts, LONGEST)}

    def unit(session: Session) -> Made:
        _check_clients(session, screen.clients)
        row = WallLink(**{**link, **kept, "created_by": actor.user_id})
        session.add(row)
        session.flush()
        tell(session, f"wall:{row.id}", "wall:made", actor, now, link)
        return Made(row.id or 0, token, row.ends_at)

    return store.transact(unit, actor.scope)


def edit(store: Store, link_id: int, screen: Screen, *, actor: Principal, now: datetime) -> None:
    """Change what a link shows and how; its screens have it within seconds, and nobody needs a new address."""
    _check_right(actor)
    wanted = _columns(screen)

    def unit(session: Session) -> None:
        _check_clients(session, screen.clients)
        link = _open(session, link_id)
        before = {name: getattr(link, name) for name in wanted}
        for name, value in wanted.items():
            setattr(link, name, value)
        if changes := _compared(before, wanted):
            tell(session, f"wall:{link.id}", "wall:edited", actor, now, {"changes": changes})

    store.transact(unit, actor.scope)


def renew(store: Store, link_id: int, *, actor: Principal, now: datetime, lasts: timedelta = LONGEST) -> Made:
    """Give a link another address and its full time again; the old address and the screens it opened are dead."""
    _check_right(actor)
    token = secrets.token_urlsafe(32)

    def unit(session: Session) -> Made:
        link = _open(session, link_id)
        link.token_hash, link.ends_at = digest(token), now + min(lasts, LONGEST)
        _darken(session, link_id, now)
        tell(session, f"wall:{link.id}", "wall:renewed", actor, now, {"ends": link.ends_at.isoformat()})
        return Made(link_id, token, link.ends_at)

    return store.transact(unit, actor.scope)


def revoke(store: Store, link_id: int, *, actor: Principal, now: datetime) -> None:
    """Turn every screen of a link dark; nothing happens when that was done before."""
    _check_right(actor)

    def unit(session: Session) -> None:
        link = _link(session, link_id)
        if link.revoked_at is None:
            link.revoked_at = now
            _darken(session, link_id, now)
            tell(session, f"wall:{link.id}", "wall:revoked", actor, now, {})

    store.transact(unit, actor.scope)


def resolve(session: Session, token: str, now: datetime) -> Link | None:
    """Return the link of a token while it is open."""
    link = wall_links.by_digest(session, digest(token))
    return link if link and link.is_open(now) else None


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may make, change or revoke wall links. Ask your Caselight administrator.")


def _link(session: Session, link_id: int) -> WallLink:
    link = session.get(WallLink, link_id, with_for_update=True)
    if link is None:
        raise NotFound("No such wall link. Reload the page.")
    return link


def _open(session: Session, link_id: int) -> WallLink:
    """Return a link that was not revoked; one that ended may begin again."""
    link = _link(session, link_id)
    if link.revoked_at is not None:
        raise Refusal(f"The link of {link.name} was revoked. Make a new one.")
    return link


def _darken(session: Session, link_id: int, now: datetime) -> None:
    screens = update(SignIn).where(col(SignIn.wall_link_id) == link_id, col(SignIn.revoked_at).is_(None))
    session.execute(screens.values(revoked_at=now))


def _columns(screen: Screen) -> dict[str, Any]:
    """Return what a link keeps of its screen, checked."""
    return {
        "name": _name(screen.name),
        "clients": None if screen.clients is None else sorted(set(screen.clients)),
        "options": _checked(screen).options(),
        "hides_owners": screen.hides_owners,
    }


def _compared(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what differs as {name: [before, after]}, each option by its own name."""

    def flat(link: dict[str, Any]) -> dict[str, Any]:
        options: dict[str, Any] = link["options"]
        return {name: value for name, value in link.items() if name != "options"} | options

    was, wanted = flat(before), flat(after)
    return {name: [was.get(name), value] for name, value in wanted.items() if was.get(name) != value}


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise _at("name", f"Name the screen, such as Floor 2 north, in at most {NAME_LIMIT} characters.")
    return name


def _checked(screen: Screen) -> Screen:
    if screen.zone not in available_timezones():
        raise _at("zone", f"No zone is called {screen.zone[:40]}. Write it as Europe/Oslo.")
    if screen.theme not in THEMES:
        raise _at("theme", f"A wall is {' or '.join(THEMES)}. Choose one.")
    screen.panel.checked()
    return screen


def _check_clients(session: Session, clients: Sequence[int] | None) -> None:
    if clients is None:
        return
    found = session.scalar(select(func.count()).select_from(Client).where(col(Client.id).in_(clients)))
    if not clients or found != len(set(clients)):
        raise _at("clients", "Choose the clients this wall shows, or all of them.")


def _at(name: str, sentence: str) -> Refusal:
    return Refusal(sentence, fields={name: sentence})
