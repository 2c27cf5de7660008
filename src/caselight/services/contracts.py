"""Contracts in versions: what a client is promised from an instant on; a version that exists is never edited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.notice_kinds import CONTACT_TOLD
from caselight.core.people import Principal, Right
from caselight.core.priority import Priority
from caselight.core.promises import Promise
from caselight.core.records.register import TYPES
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import running
from caselight.services.acts import tell
from caselight.services.channels.mail import is_address
from caselight.services.running import Move
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Client, Contract, Target

LONGEST = timedelta(days=366) // timedelta(minutes=1)  # minutes
MONTHS = range(1, 50 * 12 + 1)
CLAUSE_LIMIT = 200  # characters
ALL = 100  # percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The time allowed for one promise at one priority, for one record type or (empty) any."""

    promise: str
    priority: int
    minutes: int
    calendar_id: int | None = None
    record_type: str = ""
    clause: str = ""
    waiting_pauses: bool | None = None

    @property
    def field(self) -> str:
        """Return the name that its refusal goes by: resolution:2, or resolution:2:technical."""
        return ":".join(filter(None, (self.promise, str(self.priority), self.record_type)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A version of a contract before it is checked."""

    client_id: int
    valid_from: datetime
    percent: float  # of promises to be met
    waiting_pauses: bool = True
    retention_months: int = 24
    contact: str = ""  # the client's own address for notices
    contact_told: Sequence[str] = ()
    aims: Sequence[Aim] = ()


def add(
    store: Store, draft: Draft, *, actor: Principal, now: datetime, apply_to_running: bool = False
) -> tuple[int, tuple[Move, ...]]:
    """Add a version and return its id, and the running clocks it moved: none unless asked to.

    Raises Denied without the right, NotFound out of scope, Refusal with a sentence for each field at fault.
    """
    _check_right(actor, draft)

    def unit(session: Session) -> tuple[int, tuple[Move, ...]]:
        _check(session, draft)
        if apply_to_running and draft.valid_from > now:
            sentence = "This version begins later, so it cannot move what runs now. Apply it then."
            raise Refusal(sentence, fields={"valid_from": sentence})
        version, targets = _version(draft), _targets(draft)
        session.add(version)
        session.flush()
        for target in targets:
            target.contract_id = version.id or 0
        session.add_all(targets)
        _tell(session, version, targets, actor, now)
        planned = running.under_contract(session, version, targets) if apply_to_running else ()
        moved = running.apply(session, planned, actor=actor, now=now, contract_id=version.id)
        return version.id or 0, moved

    return store.transact(unit, actor.scope)


def preview(store: Store, draft: Draft, *, actor: Principal, now: datetime) -> tuple[Move, ...]:
    """Return the running clocks that the version would move, were it applied to them; write nothing."""
    _check_right(actor, draft)
    with store.reading(actor.scope) as session:
        _check(session, draft)
        return running.moves(running.under_contract(session, _version(draft), _targets(draft)), now)


def _check(session: Session, draft: Draft) -> None:
    """Refuse a draft with a sentence for each field at fault."""
    if session.get(Client, draft.client_id) is None:
        raise NotFound("No such client. Choose one from the list.")
    wrong = {name: sentence for name, sentence in _faults(session, draft) if sentence}
    if wrong:
        raise Refusal(" ".join(dict.fromkeys(wrong.values())), fields=wrong)


def _faults(session: Session, draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield a sentence, or none, for each field."""
    twin = select(col(Contract.id)).where(
        col(Contract.client_id) == draft.client_id, col(Contract.valid_from) == draft.valid_from
    )
    is_taken = session.scalars(twin).first() is not None
    yield "valid_from", "A version begins at that very instant. Choose a later one." if is_taken else ""
    is_share = 0 < draft.percent <= ALL
    yield "percent", "" if is_share else "Give the share of promises to be met: above 0, at most 100 percent."
    is_kept = draft.retention_months in MONTHS
    yield "retention_months", "" if is_kept else f"Keep cases for {MONTHS[0]} to {MONTHS[-1]} months."
    yield from _contact_faults(draft)
    yield "aims", "" if draft.aims else "Promise something: give at least one target."
    calendars = set(session.scalars(select(col(Calendar.id))))
    fields = [aim.field for aim in draft.aims]
    for aim in draft.aims:
        yield aim.field, _fault(aim, calendars, is_twice=fields.count(aim.field) > 1)


def _contact_faults(draft: Draft) -> Iterator[tuple[str, str]]:
    contact = draft.contact.strip()
    is_right = not contact or is_address(contact)
    yield "contact", "" if is_right else "Write one e-mail address, such as operations@example.com, or none."
    if not set(draft.contact_told) <= set(CONTACT_TOLD):
        yield "contact_told", "Choose from the list what the contact is told."
    elif bool(contact) != bool(draft.contact_told):
        wanted = "what the contact is told, or take the address out" if contact else "the address of the contact"
        yield "contact_told" if contact else "contact", f"Say {wanted}."


def _fault(aim: Aim, calendars: set[int | None], *, is_twice: bool) -> str:
    if aim.promise not in set(Promise) or aim.priority not in set(Priority):
        return "Choose a promise and a priority from P1 to P4."
    if aim.record_type and aim.record_type not in TYPES:
        return "Choose a record type from the list, or any."
    if not 1 <= aim.minutes <= LONGEST:
        return "Give a target from one minute to 366 days."
    if aim.calendar_id is not None and aim.calendar_id not in calendars:
        return "Choose a calendar from the list, or 24×7."
    if len(aim.clause) > CLAUSE_LIMIT:
        return f"The clause has {len(aim.clause)} characters; {CLAUSE_LIMIT} is the most. Shorten it."
    return "This is promised twice. Take one of the two out." if is_twice else ""


def _version(draft: Draft) -> Contract:
    return Contract(
        client_id=draft.client_id,
        valid_from=draft.valid_from,
        percent=round(draft.percent * 10),
        waiting_pauses=draft.waiting_pauses,
        retention_months=draft.retention_months,
        contact=draft.contact.strip(),
        contact_told=list(draft.contact_told),
    )


def _targets(draft: Draft) -> list[Target]:
    return [
        Target(
            contract_id=0,
            priority=aim.priority,
            promise=aim.promise,
            minutes=aim.minutes,
            calendar_id=aim.calendar_id,
            record_type=aim.record_type,
            clause=aim.clause.strip(),
            waiting_pauses=aim.waiting_pauses,
        )
        for aim in draft.aims
    ]


def _tell(session: Session, version: Contract, targets: Sequence[Target], actor: Principal, now: datetime) -> None:
    changes = {name: [None, value] for name, value in version.model_dump(mode="json").items()}
    promised = [target.model_dump(mode="json", exclude={"id", "contract_id"}) for target in targets]
    body = {"changes": changes, "targets": promised}
    tell(session, f"contract:{version.id}", "contract:added", actor, now, body, client_id=version.client_id)


def _check_right(actor: Principal, draft: Draft) -> None:
    if not actor.may(Right.PROMISE):
        raise Denied(f"Your role, {actor.role}, may not change contracts. Ask a manager.")
    if draft.client_id not in actor.scope:
        raise NotFound("No such client. Choose one from the list.")
