"""The demo is loaded once, whole, and never beside real work."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services.accounts import PEOPLE
from caselight.services.demo import Loaded, load
from caselight.services.demo.lay import lay
from caselight.store.engine import Store
from caselight.store.tables import Case, Client, Event, User
from proving import breaks

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


def test_everything_loaded_is_chained_and_six_people_may_sign_in(store: Store) -> None:
    loaded = _load(store)

    with store.reading(EVERYTHING) as session:
        able = session.execute(
            select(col(User.login), col(User.password_hash)).where(col(User.password_hash).is_not(None))
        )
        hashes = dict(list(able))
        assert list(breaks(session)) == []
        assert session.scalar(select(func.count()).select_from(Case)) == loaded.cases
    assert {role for _, _, role in loaded.accounts} == PEOPLE
    assert hashes == {login: f"hash of {password}" for login, password, _ in loaded.accounts}


def test_loading_twice_changes_nothing_and_says_so(store: Store) -> None:
    first = _load(store)
    before = _events(store)

    again = _load(store)

    assert _events(store) == before
    assert (again.was_there, again.cases, again.accounts) == (True, first.cases, [])
    assert again.told == f"The demo is already loaded: 7 clients, {first.cases:,} cases. Nothing was changed."


def test_a_load_that_was_cut_short_is_finished_by_the_next(store: Store) -> None:
    store.transact(lambda session: lay(session, NOW), EVERYTHING)

    loaded = _load(store)

    assert (loaded.was_there, loaded.clients) == (False, 7)
    assert loaded.cases > 100
    assert len(loaded.accounts) == 6


def test_the_demo_refuses_a_house_with_a_real_client(store: Store) -> None:
    store.transact(lambda session: session.add(Client(name="Real Company")), EVERYTHING)

    with pytest.raises(Refusal, match="There is a real client, Real Company: the demo is for an empty database"):
        _load(store)

    assert _events(store) == 0


def test_passwords_differ_from_one_installation_to_the_next(store: Store) -> None:
    loaded = _load(store)

    assert len({password for _, password, _ in loaded.accounts}) == 6
    assert all(f"{login} " in loaded.told and password in loaded.told for login, password, _ in loaded.accounts)


def _load(store: Store) -> Loaded:
    return load(store, now=NOW, hash_password=lambda password: f"hash of {password}", days=2)


def _events(store: Store) -> int:
    with store.reading(EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0
