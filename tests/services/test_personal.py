"""Fields that a template marks personal: texts of their event, never in its body, so that they can be erased."""

import json

import pytest
from sqlalchemy import select
from sqlmodel import col

from acts import a_case, do
from caselight.core.people import EVERYTHING
from caselight.core.records import TYPES, personal
from caselight.services import verbs
from caselight.store.tables import Event, EventText
from floor import Floor
from proving import breaks

MARKED = [(key, name) for key, record in TYPES.items() for name in sorted(personal(record))]
CUSTOMER, ANOTHER = "ZZ Customer 4711", "ZZ Customer 4712"


@pytest.mark.parametrize(("record_type", "field"), MARKED)
def test_a_personal_field_is_in_no_events_body_and_its_chain_outlives_it(
    floor: Floor, record_type: str, field: str
) -> None:
    number = a_case(floor, record_type=record_type, details={field: CUSTOMER})
    do(floor, verbs.update, "Mon 10:30", case=number, fields={"details": {field: ANOTHER}})

    with floor.store.reading(EVERYTHING) as session:
        bodies = [json.dumps(body) for body in session.scalars(select(col(Event.body)))]
        texts = session.scalars(select(EventText).where(col(EventText.field).startswith(f"details.{field}"))).all()
    assert not any("ZZ Customer" in body for body in bodies)
    assert {text.text for text in texts} == {CUSTOMER, ANOTHER}

    floor.store.transact(lambda session: [session.delete(session.merge(text)) for text in texts], EVERYTHING)
    with floor.store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
