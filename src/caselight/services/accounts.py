"""People who may sign in: made, given a password, moved and let go by an admin, each act with its event."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from caselight.core.people import Principal, Right, Role
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import sessions
from caselight.services.acts import tell
from caselight.store.engine import Store
from caselight.store.tables import Client, Team, User, UserClient

PEOPLE = frozenset(Role) - {Role.WALL, Role.SOURCE, Role.SYSTEM}
LOGIN_LIMIT = NAME_LIMIT = 100  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """What a person is here: `clients` None means all of them, as an admin always has."""

    role: Role
    clients: Sequence[int] | None = ()
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A person before the account is made; without a password hash nobody can sign in with it."""

    login: str
    name: str
    place: Place
    password_hash: str | None = None


def normal(login: str) -> str:
    """Return a user name as it is kept: the same however it is typed; empty when it cannot be one."""
    login = unicodedata.normalize("NFKC", login).strip().casefold()
    is_one_word = login.isprintable() and not any(map(str.isspace, login))
    return login if is_one_word and len(login) <= LOGIN_LIMIT else ""


def named(session: Session, login: str) -> User | None:
    """Return who signs in by this name; None for nobody, somebody who left, or somebody without a password."""
    user = session.scalars(select(User).where(col(User.login) == normal(login))).one_or_none()
    return user if user and user.is_active and user.password_hash else None


def create(store: Store, account: Account, *, actor: Principal, now: datetime) -> int:
    """Make an account and return its id."""
    _check_right(actor)
    return store.transact(lambda session: add(session, account, actor=actor, now=now), actor.scope)


def add(session: Session, account: Account, *, actor: Principal, now: datetime) -> int:
    """Make an account within the caller's transaction and return its id."""
    user = User(
        login=_free_login(session, account.login),
        name=_name(account.name),
        role=account.place.role,
        password_hash=account.password_hash,
    )
    session.add(user)
    session.flush()
    body = _assign(session, user, account.place)
    tell(session, f"user:{user.id}", "user:created", actor, now, body, texts={"login": user.login, "name": user.name})
    return user.id or 0


def assign(
    store: Store, user_id: int, place: Place, *, actor: Principal, now: datetime, name: str | None = None
) -> None:
    """Give a person another role, clients, team or name; open sessions have them from their next look on."""
    _check_right(actor)

    def unit(session: Session) -> None:
        user = _user(session, user_id)
        user.name = user.name if name is None else _name(name)
        body = _assign(session, user, place)
        _check_an_admin_stays(session)
        tell(session, f"user:{user.id}", "user:assigned", actor, now, body, texts={"name": user.name} if name else {})

    store.transact(unit, actor.scope)


def set_password(store: Store, user_id: int, password_hash: str, *, actor: Principal, now: datetime) -> None:
    """Replace a password and end every session that the old one opened."""
    if actor.user_id != user_id:
        _check_right(actor)

    store.transact(lambda session: replace_password(session, user_id, password_hash, actor=actor, now=now), actor.scope)


def replace_password(session: Session, user_id: int, password_hash: str, *, actor: Principal, now: datetime) -> None:
    """Replace a password within the caller's transaction, and end every session that the old one opened."""
    user = _user(session, user_id)
    user.password_hash = password_hash
    ended = sessions.end_all(session, user_id, now=now)
    tell(session, f"user:{user.id}", "user:password_set", actor, now, {"sessions_ended": ended})


def sign_out(store: Store, user_id: int, *, actor: Principal, now: datetime) -> int:
    """End every open session of a person, one's own or as an admin anybody's; return how many there were."""
    if actor.user_id != user_id:
        _check_right(actor)

    def unit(session: Session) -> int:
        user = _user(session, user_id)
        ended = sessions.end_all(session, user_id, now=now)
        tell(session, f"user:{user.id}", "user:signed_out_everywhere", actor, now, {"sessions_ended": ended})
        return ended

    return store.transact(unit, actor.scope)


def readmit(store: Store, user_id: int, *, actor: Principal, now: datetime) -> None:
    """Open a closed account again, as it was; nothing happens where it is open."""
    _check_right(actor)

    def unit(session: Session) -> None:
        user = _user(session, user_id)
        if not user.is_active:
            user.is_active = True
            tell(session, f"user:{user.id}", "user:readmitted", actor, now, {})

    store.transact(unit, actor.scope)


def let_go(store: Store, user_id: int, *, actor: Principal, now: datetime) -> None:
    """Close an account and end its sessions; what the person did stays theirs."""
    _check_right(actor)

    def unit(session: Session) -> None:
        user = _user(session, user_id)
        user.is_active = False
        session.flush()
        _check_an_admin_stays(session)
        ended = sessions.end_all(session, user_id, now=now)
        tell(session, f"user:{user.id}", "user:let_go", actor, now, {"sessions_ended": ended})

    store.transact(unit, actor.scope)


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may change accounts. Ask your Caselight administrator.")


def _free_login(session: Session, login: str) -> str:
    """Return the user name as it is kept; refuse one that is taken, however it is written."""
    kept = normal(login)
    if not kept:
        raise _at("login", f"A user name is one word of at most {LOGIN_LIMIT} characters. Choose another.")
    if session.scalar(select(col(User.id)).where(col(User.login) == kept)) is not None:
        raise _at("login", f"The user name {kept} is taken. Choose another.")
    return kept


def _name(name: str) -> str:
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise _at("name", f"Give the person's name, at most {NAME_LIMIT} characters.")
    return name


def _user(session: Session, user_id: int) -> User:
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFound("No such account. Reload the page.")
    return user


def _assign(session: Session, user: User, place: Place) -> dict[str, Any]:
    """Put role, clients and team on the account; return what its event says."""
    if place.role not in PEOPLE:
        raise _at("role", f"Nobody can be {place.role}. Choose one of the roles of people.")
    clients = None if place.role is Role.ADMIN or place.clients is None else sorted(set(place.clients))
    if place.role is Role.CLIENT and (clients is None or len(clients) != 1):
        raise _at("clients", "A client viewer sees exactly one client. Choose it.")
    _check_known(session, clients or [], place.team_id)
    user.role, user.team_id, user.sees_all_clients = place.role, place.team_id, clients is None
    session.execute(delete(UserClient).where(col(UserClient.user_id) == user.id))
    session.add_all(UserClient(user_id=user.id or 0, client_id=client) for client in clients or [])
    session.flush()
    return {"role": str(place.role), "clients": clients, "team_id": place.team_id}


def _check_known(session: Session, clients: Sequence[int], team_id: int | None) -> None:
    found = select(func.count()).select_from(Client).where(col(Client.id).in_(clients))
    if clients and session.scalar(found) != len(clients):
        raise _at("clients", "One of the clients does not exist. Reload the page.")
    if team_id is not None and session.get(Team, team_id) is None:
        raise _at("team_id", "The team does not exist. Reload the page.")


def _check_an_admin_stays(session: Session) -> None:
    able = (col(User.role) == Role.ADMIN, col(User.is_active), col(User.password_hash).is_not(None))
    if not session.scalar(select(func.count()).select_from(User).where(*able)):
        raise Refusal("This is the last admin who can sign in. Give somebody else the role first.")


def _at(field: str, sentence: str) -> Refusal:
    return Refusal(sentence, fields={field: sentence})
