"""One-time links for a password: made by admins, for open accounts, the newest alone good."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import accounts, password_links, sessions
from caselight.store.tables import Event, OneTimeToken
from floor import Floor, at

NINE = at("Mon 09:00")


@pytest.fixture(autouse=True)
def _an_admin_stays(floor: Floor) -> None:
    accounts.set_password(floor.store, floor.admin.user_id, "hash", actor=floor.admin, now=NINE)


def test_a_newer_link_takes_the_place_of_the_one_before(floor: Floor) -> None:
    first = password_links.make(floor.store, floor.agent.user_id, actor=floor.admin, now=NINE)
    second = password_links.make(floor.store, floor.agent.user_id, actor=floor.admin, now=NINE)

    with pytest.raises(Refusal, match="used or too old"):
        password_links.use(floor.store, first.token, "hash", now=NINE)
    assert password_links.use(floor.store, second.token, "hash", now=NINE) == floor.agent.user_id
    with floor.store.reading(EVERYTHING) as session:
        kinds = select(col(Event.kind)).where(col(Event.subject) == f"user:{floor.agent.user_id}")
        told = list(session.scalars(kinds.order_by(col(Event.seq))))
        kept = session.scalars(select(col(OneTimeToken.id))).all()
    assert told[-3:] == ["user:password_link_made", "user:password_link_made", "user:password_set"]
    assert not {first.token, second.token} & set(kept)


def test_only_an_admin_makes_one_and_only_for_an_open_account_of_a_person(floor: Floor) -> None:
    with pytest.raises(Denied):
        password_links.make(floor.store, floor.agent.user_id, actor=floor.manager, now=NINE)
    with pytest.raises(NotFound):
        password_links.make(floor.store, 999, actor=floor.admin, now=NINE)
    accounts.let_go(floor.store, floor.agent.user_id, actor=floor.admin, now=NINE)
    with pytest.raises(Refusal, match="is closed"):
        password_links.make(floor.store, floor.agent.user_id, actor=floor.admin, now=NINE)


def test_a_link_ends_with_its_day_and_with_the_account(floor: Floor) -> None:
    link = password_links.make(floor.store, floor.agent.user_id, actor=floor.admin, now=NINE)

    with pytest.raises(Refusal):
        password_links.login_of(floor.store, link.token, now=NINE + timedelta(hours=24))
    accounts.let_go(floor.store, floor.agent.user_id, actor=floor.admin, now=NINE)
    for use in (password_links.login_of, lambda *given, **at: password_links.use(*given, "hash", **at)):
        with pytest.raises(Refusal):
            use(floor.store, link.token, now=NINE)


def test_an_account_is_closed_and_opened_again_and_signed_out_everywhere(floor: Floor) -> None:
    number = floor.agent.user_id
    token = sessions.start(floor.store, number, now=NINE)

    assert accounts.sign_out(floor.store, number, actor=floor.agent, now=NINE) == 1
    assert sessions.who(floor.store, token, now=NINE) is None
    accounts.let_go(floor.store, number, actor=floor.admin, now=NINE)
    accounts.readmit(floor.store, number, actor=floor.admin, now=NINE)
    assert sessions.who(floor.store, sessions.start(floor.store, number, now=NINE), now=NINE) is not None
    with pytest.raises(Denied):
        accounts.sign_out(floor.store, number, actor=floor.manager, now=NINE)
