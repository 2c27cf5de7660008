"""Clients: added and corrected by an admin, each change an event."""

from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services.acts import set_columns, tell
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Client

LIMIT = 100  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is said of a client before it is checked."""

    name: str
    industry: str = ""
    zone: str = "UTC"
    calendar_id: int | None = None

    def cleaned(self) -> dict[str, str | int | None]:
        """Return the columns, spaces trimmed."""
        columns = asdict(self)
        return columns | {"name": " ".join(self.name.split()), "industry": " ".join(self.industry.split())}


def save(store: Store, draft: Draft, *, actor: Principal, now: datetime, client_id: int | None = None) -> int:
    """Add a client, or change the one of this id, and return its id.

    Raises Denied for anybody but an admin, NotFound, and Refusal with a sentence for each field at fault.
    """
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may change clients. Ask your Caselight administrator.")

    def unit(session: Session) -> int:
        _check(session, draft, client_id)
        client = session.get(Client, client_id) if client_id else Client(name="")
        if client is None:
            raise NotFound("No such client. Reload the page.")
        if changes := set_columns(client, draft.cleaned()):
            session.add(client)
            session.flush()
            kind = "client:updated" if client_id else "client:created"
            tell(session, f"client:{client.id}", kind, actor, now, {"changes": changes}, client_id=client.id)
        return client.id or 0

    return store.transact(unit, actor.scope)


def name_staff(store: Store, client_id: int, *, names: bool, actor: Principal, now: datetime) -> None:
    """Let a client's own people read the names of our staff, or not any more: what its contract says of it.

    It holds at once for everything they open, their open pages too, and for no other client.
    """
    if not actor.may(Right.PROMISE):
        raise Denied("Only an admin or the client's manager may change this. Ask them.")

    def unit(session: Session) -> None:
        client = session.get(Client, client_id) if client_id in actor.scope else None
        if client is None:
            raise NotFound("No such client. Reload the page.")
        if client.names_staff is not names:
            client.names_staff = names
            body = {"changes": {"names_staff": [not names, names]}}
            tell(session, f"client:{client_id}", "client:updated", actor, now, body, client_id=client_id)

    store.transact(unit, actor.scope)


def _check(session: Session, draft: Draft, client_id: int | None) -> None:
    columns = draft.cleaned()
    name, industry = str(columns["name"]), str(columns["industry"])
    namesake = select(col(Client.id)).where(col(Client.name) == name, col(Client.id) != (client_id or 0))
    wrong = {}
    if not name or len(name) > LIMIT or not name.isprintable():
        wrong["name"] = f"Name the client in at most {LIMIT} characters."
    elif session.scalars(namesake).first():
        wrong["name"] = f"There is a client called {name} already. Choose another name."
    if len(industry) > LIMIT or not (industry.isprintable() or not industry):
        wrong["industry"] = f"Say the industry in at most {LIMIT} characters."
    if draft.zone not in available_timezones():
        wrong["zone"] = f"No zone is called {draft.zone[:40]}. Write it as Europe/Oslo."
    if draft.calendar_id is not None and session.get(Calendar, draft.calendar_id) is None:
        wrong["calendar_id"] = "Choose a calendar from the list, or none."
    if wrong:
        raise Refusal(" ".join(wrong.values()), fields=wrong)
