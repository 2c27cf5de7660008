"""Whatever leaves the house for one client: nothing of the other in any address, subject or text."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update
from sqlmodel import col

from caselight.core.notice_kinds import KINDS
from caselight.core.people import EVERYTHING, SYSTEM
from caselight.services import dispatch, verbs
from caselight.services.desk import perform
from caselight.services.dispatch import Ready
from caselight.services.notices import IN_APP
from caselight.settings import Settings
from caselight.store.tables import Channel, Contract, Delivery
from two_clients import OWN, SECRET, House, Marked
from walls import one_wall

SETTINGS = Settings(smtp=SecretStr("smtp://127.0.0.1:1"), channels_private=True)
NAMES = {OWN: "Parcelo", SECRET: "Quillstone"}


@pytest.fixture(scope="module", params=["first", "second"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """Return both clients, the contact and the channel of each told of everything, and something to tell."""
    with one_wall(request.param, request) as house:
        for marked, word in ((house.ours, OWN), (house.theirs, SECRET)):
            _tell(house, marked, word)
        yield house


def _tell(house: House, marked: Marked, word: str) -> None:
    contact = {"contact": f"contact.{word.lower()}@example.org", "contact_told": list(KINDS)}
    of = col(Contract.client_id) == marked.client
    house.store.transact(lambda session: session.execute(update(Contract).where(of).values(**contact)), EVERYTHING)
    mine = col(Channel.client_id) == marked.client
    kinds = {"kinds": list(KINDS)}
    house.store.transact(lambda session: session.execute(update(Channel).where(mine).values(**kinds)), EVERYTHING)
    for verb, given in (
        (verbs.escalate, {"reason": word, "kind": "urgent"}),
        (verbs.escalate, {"reason": word, "way": "hierarchical"}),
    ):
        request = uuid4().hex
        perform(house.store, verb, actor=SYSTEM, now=house.now, request=request, case=marked.recovery, **given)


def test_each_message_is_of_its_receivers_client_alone(house: House) -> None:
    sent = list(_messages(house))

    for address, said in sent:
        word, foreign = (OWN, SECRET) if OWN.lower() in address else (SECRET, OWN)
        assert word.lower() in address
        assert foreign not in said
        assert NAMES[foreign] not in said
    assert {OWN.lower() in address for address, _ in sent} == {True, False}


def _messages(house: House) -> Iterator[tuple[str, str]]:
    """Yield the address and every word of what would leave now."""
    with house.store.reading(EVERYTHING) as session:
        for number in session.scalars(select(col(Delivery.id)).where(col(Delivery.channel) != IN_APP)):
            found = dispatch.ready(session, number or 0, now=house.now, settings=SETTINGS)
            if isinstance(found, Ready):
                yield found.address, repr(found.message)
