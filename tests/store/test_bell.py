"""What stands behind the bell: a person's own unread notices, of clients they may see, found by an index."""

from sqlalchemy import event, update

from caselight.core.people import EVERYTHING, Scope
from caselight.services import notices, verbs
from caselight.store import bell
from caselight.store.bell import Unread
from caselight.store.tables import User
from escalating import a_case, do
from floor import Floor, at


def a_notice(floor: Floor) -> int:
    """Have a manager's eyes called, and return the case."""
    floor.store.transact(lambda session: session.execute(update(User).values(password_hash="x")), EVERYTHING)
    number = a_case(floor)
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Client is angry", way="hierarchical")
    return number


def unread(floor: Floor, user_id: int | None, scope: Scope = EVERYTHING) -> list[Unread]:
    with floor.store.reading(EVERYTHING) as session:
        return bell.unread(session, scope, user_id)


def test_a_notice_names_its_case_and_its_client(floor: Floor) -> None:
    number = a_notice(floor)

    (row,) = unread(floor, floor.manager.user_id)

    assert (row.case, row.client, row.title) == (number, "Norvane Telecom", "Voice lines down")


def test_a_client_no_longer_in_scope_is_not_spoken_of(floor: Floor) -> None:
    a_notice(floor)

    assert unread(floor, floor.manager.user_id, Scope(frozenset({floor.foreign}))) == []


def test_all_that_was_seen_is_read_and_what_came_since_is_not(floor: Floor) -> None:
    a_notice(floor)
    (seen,) = unread(floor, floor.manager.user_id)
    later = a_notice(floor)

    n = notices.read_until(floor.store, seen.delivery, actor=floor.manager, now=at("Mon 10:20"))
    of_another = notices.read_until(floor.store, seen.delivery, actor=floor.agent, now=at("Mon 10:20"))

    assert (n, of_another) == (1, 0)
    assert [row.case for row in unread(floor, floor.manager.user_id)] == [later]


def test_the_bell_asks_once_and_by_its_own_index(floor: Floor) -> None:
    if not floor.store.is_sqlite:
        return
    asked: list[tuple[str, object]] = []
    listener = lambda _c, _k, statement, given, *_: asked.append((statement, given))  # noqa: E731
    event.listen(floor.store._readers, "before_cursor_execute", listener)

    unread(floor, floor.manager.user_id)

    event.remove(floor.store._readers, "before_cursor_execute", listener)
    (one,) = [each for each in asked if "SELECT" in each[0]]
    with floor.store.reading(EVERYTHING) as session:
        steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {one[0]}", one[1]).all()
    assert "deliveries_unread" in steps[0][3]
    assert all(step[3].startswith("SEARCH") for step in steps)
