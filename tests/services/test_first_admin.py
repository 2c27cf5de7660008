"""The first admin is made by a link from the log, once, and never again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, Role
from caselight.core.refusal import Refusal
from caselight.services import accounts, first_admin, sessions
from caselight.store.engine import Store
from caselight.store.tables import Event, OneTimeToken
from floor import Floor, at

NINE = at("Mon 09:00")


def set_up(store: Store, token: str | None, *, minutes: int = 1, login: str = "root") -> int:
    now = NINE + timedelta(minutes=minutes)
    return first_admin.set_up(store, token or "", login=login, name="Root One", password_hash="hash", now=now)


def test_the_link_makes_an_admin_who_can_sign_in(store: Store) -> None:
    user_id = set_up(store, first_admin.invite(store, now=NINE))

    with store.reading(EVERYTHING) as session:
        user = accounts.named(session, "root")
        kinds = list(session.scalars(select(col(Event.kind))))
    assert user is not None
    assert (user.id, user.role, user.sees_all_clients) == (user_id, Role.ADMIN, True)
    assert kinds == ["user:created"]


@pytest.mark.parametrize("minutes", [15, 10_000])
def test_the_link_is_good_for_a_quarter_of_an_hour(store: Store, minutes: int) -> None:
    token = first_admin.invite(store, now=NINE)

    with pytest.raises(Refusal, match="used or too old"):
        set_up(store, token, minutes=minutes)


def test_the_link_works_once(store: Store) -> None:
    token = first_admin.invite(store, now=NINE)
    set_up(store, token)

    with pytest.raises(Refusal, match="used or too old"):
        set_up(store, token, login="second")


def test_a_refused_name_leaves_the_link_good(store: Store) -> None:
    token = first_admin.invite(store, now=NINE)

    with pytest.raises(Refusal, match="one word"):
        set_up(store, token, login="two words")

    assert set_up(store, token)


def test_a_new_start_makes_the_old_link_void(store: Store) -> None:
    old = first_admin.invite(store, now=NINE)
    first_admin.invite(store, now=NINE)

    with pytest.raises(Refusal, match="used or too old"):
        set_up(store, old)


def test_there_is_no_link_once_somebody_can_sign_in(store: Store) -> None:
    set_up(store, first_admin.invite(store, now=NINE))

    assert first_admin.invite(store, now=NINE) is None


def test_people_without_a_password_do_not_count(floor: Floor) -> None:
    assert first_admin.invite(floor.store, now=NINE) is not None


def test_only_a_digest_of_the_link_is_kept(store: Store) -> None:
    token = first_admin.invite(store, now=NINE)

    with store.reading(EVERYTHING) as session:
        assert session.scalars(select(col(OneTimeToken.id))).one() == sessions.digest(token or "")
