"""Channels as an admin keeps them: added, changed and tried out, each act an event without secrets."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from caselight.core.matrix_defaults import CONTACT, TEAM, TOLD
from caselight.core.notice_kinds import KINDS as NOTICES
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services.acts import tell
from caselight.services.channels.kind import Message, Unsent
from caselight.services.channels.register import KINDS
from caselight.services.channels.within import TOTAL_S, within
from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Channel, Client, Delivery

NAME_LIMIT, ADDRESS_LIMIT = 100, 2_000  # characters
ROLES = (TEAM, *(role for role in TOLD if role != CONTACT))  # a contact is told by contract, never by a channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A channel before it is checked; an empty address keeps the one there is."""

    name: str
    kind: str
    address: str = field(default="", repr=False)
    client_id: int | None = None
    told: Sequence[str] = ()
    kinds: Sequence[str] = ()
    is_urgent_only: bool = False
    calendar_id: int | None = None
    is_active: bool = True


def save(
    store: Store,
    draft: Draft,
    *,
    settings: Settings,
    actor: Principal,
    now: datetime,
    channel_id: int | None = None,
) -> int:
    """Add a channel, or change the one of this id, and return its id; it holds from the next notice on.

    Raises Denied for anybody but an admin, NotFound, and Refusal with a sentence for each field at fault.
    """
    _check_right(actor)

    def unit(session: Session) -> int:
        row = _row(session, channel_id)
        wrong = {name: sentence for name, sentence in _faults(session, draft, row, settings) if sentence}
        if wrong:
            raise Refusal(" ".join(dict.fromkeys(wrong.values())), fields=wrong)
        changes = _change(row, draft)
        if changes:
            session.add(row)
            session.flush()
            kind = "channel:changed" if channel_id else "channel:added"
            tell(session, f"channel:{row.id}", kind, actor, now, {"changes": changes}, client_id=row.client_id)
        if "calendar_id" in changes:
            _look_again(session, row, now)
        return row.id or 0

    return store.transact(unit, actor.scope)


def try_out(store: Store, channel_id: int, *, settings: Settings, actor: Principal, now: datetime) -> None:
    """Send a test by a channel and put it on record; a Refusal says why it did not leave."""
    _check_right(actor)
    with store.reading(actor.scope) as session:
        row = _row(session, channel_id)
        kind, address, name = KINDS[row.kind], row.address, row.name
    error = ""
    try:
        within(TOTAL_S, lambda: kind.send(address, _test(name, actor, now), settings))
    except Unsent as unsent:
        error = str(unsent)
    except TimeoutError:
        error = f"No answer within {TOTAL_S:.0f} seconds."

    def unit(session: Session) -> None:
        body = {"outcome": error or "sent"}
        row = _row(session, channel_id)
        tell(session, f"channel:{row.id}", "channel:tested", actor, now, body, client_id=row.client_id)

    store.transact(unit, actor.scope)
    if error:
        raise Refusal(f"The test did not leave. {error}")


def _test(name: str, actor: Principal, now: datetime) -> Message:
    text = f"This is a test of the channel {name}. {actor.name} sent it from Caselight. There is nothing to do.\n"
    facts = {"kind": "test", "at": now.isoformat()}
    return Message(uuid.uuid4().hex, now, f"Caselight: a test of {name}", text, facts)


def _row(session: Session, channel_id: int | None) -> Channel:
    if channel_id is None:
        return Channel(name="", kind="", address="", shown="", told=[], kinds=[])
    row = session.get(Channel, channel_id)
    if row is None:
        raise NotFound("No such channel. Reload the page.")
    return row


def _faults(session: Session, draft: Draft, row: Channel, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield a sentence, or none, for each field."""
    name = _name(draft)
    is_named = 0 < len(name) <= NAME_LIMIT and name.isprintable()
    namesake = select(col(Channel.id)).where(col(Channel.name) == name, col(Channel.id) != (row.id or 0))
    if session.scalars(namesake).first():
        yield "name", f"There is a channel called {name} already. Choose another name."
    yield "name", "" if is_named else f"Name the channel in at most {NAME_LIMIT} characters."
    yield "kind", "" if draft.kind in KINDS else "Choose what kind of channel it is."
    if draft.kind in KINDS:
        yield "address", _address_fault(draft, row, settings)
    yield "kinds", "" if draft.kinds and set(draft.kinds) <= set(NOTICES) else "Choose at least one kind of notice."
    yield "told", "" if set(draft.told) <= set(ROLES) else "Choose roles from the list, or none for whoever is told."
    for field_, table, id_ in (("client_id", Client, draft.client_id), ("calendar_id", Calendar, draft.calendar_id)):
        is_there = id_ is None or session.get(table, id_) is not None
        yield field_, "" if is_there else "Choose one from the list."


def _address_fault(draft: Draft, row: Channel, settings: Settings) -> str:
    address = draft.address.strip()
    if not address:
        return "" if row.address and row.kind == draft.kind else "Give the address."
    if len(address) > ADDRESS_LIMIT:
        return f"The address has {len(address):,} characters; {ADDRESS_LIMIT:,} is the most."
    return KINDS[draft.kind].check(address, settings)


def _change(row: Channel, draft: Draft) -> dict[str, list[Any]]:
    """Change the row and return what differs, the address as it may be shown."""
    given = asdict(draft) | {"name": _name(draft), "told": list(draft.told), "kinds": list(draft.kinds)}
    address = given.pop("address").strip() or row.address
    given["shown"] = KINDS[draft.kind].shown(address)
    changes = {name: [getattr(row, name), value] for name, value in given.items() if getattr(row, name) != value}
    if address != row.address:
        changes["shown"] = [row.shown, given["shown"]]
    for name, value in {**given, "address": address}.items():
        setattr(row, name, value)
    return changes


def _look_again(session: Session, row: Channel, now: datetime) -> None:
    """Have what was put off until the old hours looked at by the new ones."""
    waits = col(Delivery.channel_id) == row.id, col(Delivery.next_try_at) > now, col(Delivery.tries) == 0
    session.execute(update(Delivery).where(*waits).values(next_try_at=now))


def _name(draft: Draft) -> str:
    return " ".join(draft.name.split())


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may change channels. Ask your Caselight administrator.")
