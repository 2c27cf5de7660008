"""Accounts are made and changed by an admin only, and each act is on record."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING, SYSTEM, Principal, Role, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.services import accounts, sessions, signing_out, walls
from caselight.services.accounts import Account, Place
from caselight.store.engine import Store
from caselight.store.tables import Event, EventText, User
from floor import Floor, at
from proving import breaks

NINE = at("Mon 09:00")


def create(floor: Floor, login: str = "lena.brandt", place: Place | None = None) -> int:
    account = Account(login, "Lena Brandt", place or Place(Role.AGENT, [floor.client], floor.desk), "a hash")
    return accounts.create(floor.store, account, actor=floor.admin, now=NINE)


def kinds(store: Store, user_id: int) -> list[str]:
    mine = select(col(Event.kind)).where(col(Event.subject) == f"user:{user_id}").order_by(col(Event.seq))
    with store.reading(EVERYTHING) as session:
        return list(session.scalars(mine))


def seen_by(floor: Floor, user_id: int) -> Principal:
    held = sessions.who(floor.store, sessions.start(floor.store, user_id, now=NINE), now=NINE)
    assert held is not None
    return held


def test_a_new_person_has_role_clients_and_team(floor: Floor) -> None:
    held = seen_by(floor, create(floor))

    assert (held.name, held.role, held.team_id) == ("Lena Brandt", Role.AGENT, floor.desk)
    assert held.scope == Scope(frozenset({floor.client}))


def test_making_an_account_is_on_record_and_its_name_can_be_erased(floor: Floor) -> None:
    user_id = create(floor)

    with floor.store.reading(EVERYTHING) as session:
        event = session.scalars(select(Event).where(col(Event.subject) == f"user:{user_id}")).one()
        texts = set(session.scalars(select(col(EventText.text)).where(col(EventText.event_id) == event.id)))
        assert list(breaks(session)) == []
    assert (event.kind, event.actor_id) == ("user:created", floor.admin.user_id)
    assert texts == {"lena.brandt", "Lena Brandt"}
    assert "Brandt" not in str(event.body)


@pytest.mark.parametrize("written", ["Lena.Brandt", " lena.brandt ", "lena.brandt", "LENA.BRANDT"])
def test_a_user_name_is_one_however_it_is_written(floor: Floor, written: str) -> None:
    create(floor)

    with floor.store.reading(EVERYTHING) as session:
        found = accounts.named(session, written)
    with pytest.raises(Refusal, match=r"lena\.brandt is taken"):
        create(floor, login=written)

    assert found is not None


@pytest.mark.parametrize("wrong", ["", "   ", "two words", "a\x00b", "a\nb", "x" * 101])
def test_what_cannot_be_a_user_name_is_refused_and_names_nobody(floor: Floor, wrong: str) -> None:
    with pytest.raises(Refusal, match="one word"):
        create(floor, login=wrong)
    with floor.store.reading(EVERYTHING) as session:
        assert accounts.named(session, wrong) is None


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (Place(Role.WALL), "Nobody can be wall"),
        (Place(Role.SYSTEM, None), "Nobody can be system"),
        (Place(Role.CLIENT, None), "exactly one client"),
        (Place(Role.CLIENT, [1, 2]), "exactly one client"),
        (Place(Role.AGENT, [999]), "does not exist"),
        (Place(Role.AGENT, [1], team_id=999), "team does not exist"),
    ],
)
def test_a_place_that_cannot_be_is_refused(floor: Floor, place: Place, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        create(floor, place=place)


def test_an_admin_sees_all_clients_whatever_was_chosen(floor: Floor) -> None:
    assert seen_by(floor, create(floor, place=Place(Role.ADMIN, [floor.client]))).scope == Scope()


def test_another_role_holds_from_the_next_look_on(floor: Floor) -> None:
    create(floor, "root", Place(Role.ADMIN, None))
    user_id = create(floor)
    token = sessions.start(floor.store, user_id, now=NINE)

    place = Place(Role.CLIENT, [floor.foreign])
    accounts.assign(floor.store, user_id, place, actor=floor.admin, now=NINE)

    held = sessions.who(floor.store, token, now=NINE)
    assert held is not None
    assert (held.role, held.team_id, held.scope) == (Role.CLIENT, None, Scope(frozenset({floor.foreign})))
    assert kinds(floor.store, user_id)[-1] == "user:assigned"


def test_a_new_password_ends_every_session_of_the_old_one(floor: Floor) -> None:
    user_id = create(floor)
    token = sessions.start(floor.store, user_id, now=NINE)

    accounts.set_password(floor.store, user_id, "another hash", actor=seen_by(floor, user_id), now=NINE)

    assert sessions.who(floor.store, token, now=NINE) is None
    assert kinds(floor.store, user_id)[-1] == "user:password_set"


def test_who_leaves_can_neither_stay_nor_come_back(floor: Floor) -> None:
    create(floor, "root", Place(Role.ADMIN, None))
    user_id = create(floor)
    token = sessions.start(floor.store, user_id, now=NINE)

    accounts.let_go(floor.store, user_id, actor=floor.admin, now=NINE)

    with floor.store.reading(EVERYTHING) as session:
        assert accounts.named(session, "lena.brandt") is None
        assert session.get(User, user_id) is not None
    assert sessions.who(floor.store, token, now=NINE) is None
    assert kinds(floor.store, user_id)[-1] == "user:let_go"


def test_the_last_admin_who_can_sign_in_stays(floor: Floor) -> None:
    root = create(floor, "root", Place(Role.ADMIN, None))

    with pytest.raises(Refusal, match="last admin"):
        accounts.let_go(floor.store, root, actor=SYSTEM, now=NINE)
    with pytest.raises(Refusal, match="last admin"):
        accounts.assign(floor.store, root, Place(Role.AGENT, [floor.client]), actor=SYSTEM, now=NINE)


ACTS: list[Callable[[Floor, Principal, int], object]] = [
    lambda floor, actor, user: accounts.let_go(floor.store, user, actor=actor, now=NINE),
    lambda floor, actor, user: accounts.set_password(floor.store, user, "mine", actor=actor, now=NINE),
    lambda floor, actor, user: accounts.assign(floor.store, user, Place(Role.ADMIN), actor=actor, now=NINE),
    lambda floor, actor, _: accounts.create(floor.store, Account("x", "X", Place(Role.ADMIN)), actor=actor, now=NINE),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["agent", "lead", "manager", "auditor"])
def test_nobody_but_an_admin_changes_accounts(floor: Floor, act: Callable[..., object], role: str) -> None:
    user_id = create(floor)

    with pytest.raises(Denied):
        act(floor, getattr(floor, role), user_id)


def test_an_account_that_is_not_there_is_said_so(floor: Floor) -> None:
    with pytest.raises(NotFound):
        accounts.let_go(floor.store, 999, actor=floor.admin, now=NINE)


def test_only_an_admin_signs_others_out(floor: Floor) -> None:
    with pytest.raises(Denied):
        signing_out.one(floor.store, "x", actor=floor.manager, now=at("Mon 09:00"))
    with pytest.raises(Denied):
        signing_out.everybody_else(floor.store, actor=floor.lead, now=at("Mon 09:00"))
    with pytest.raises(NotFound):
        signing_out.one(floor.store, "x", actor=floor.admin, now=at("Mon 09:00"))


def test_everybody_else_is_signed_out_with_an_event_each_and_walls_stay_lit(floor: Floor) -> None:
    now = at("Mon 09:00")
    people = [floor.admin, floor.agent, floor.agent, floor.lead]
    tokens = [sessions.start(floor.store, person.user_id or 0, now=now) for person in people]
    made = walls.make(floor.store, walls.Screen("Hall"), actor=floor.admin, now=now)
    lit = sessions.start_wall(floor.store, made.id, now=now, replaces="")

    assert signing_out.everybody_else(floor.store, actor=floor.admin, now=now) == 2
    assert signing_out.everybody_else(floor.store, actor=floor.admin, now=now) == 0

    open_now = [sessions.who(floor.store, token, now=now) is not None for token in (*tokens, lit)]
    assert open_now == [True, False, False, False, True]
