"""Notices: written with what they tell of, for those whom it concerns, once."""

from sqlalchemy import update

from caselight.core.people import EVERYTHING
from caselight.services import matrix, verbs
from caselight.services import notices as outbox
from caselight.services.sweeping import sweep
from caselight.store import bell
from caselight.store.tables import User
from escalating import RESOLVED, a_case, do, notices
from floor import Floor, at


def let_everybody_sign_in(floor: Floor) -> None:
    floor.store.transact(lambda session: session.execute(update(User).values(password_hash="x")), EVERYTHING)


def unread(floor: Floor, user_id: int | None) -> list[tuple[int, str]]:
    with floor.store.reading(EVERYTHING) as session:
        return [(row.delivery, row.kind) for row in bell.unread(session, EVERYTHING, user_id)]


def test_a_team_is_told_at_once_of_a_case_escalated_to_it(floor: Floor) -> None:
    number = a_case(floor)

    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Beyond the desk")

    (notice,) = notices(floor, number)
    assert (notice.told, notice.kind, notice.body["to_tier"]) == (["team"], "raised", 2)


def test_managers_of_the_client_read_in_the_app_what_concerns_them(floor: Floor) -> None:
    let_everybody_sign_in(floor)
    number = a_case(floor)

    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Client is angry", way="hierarchical")

    assert [kind for _, kind in unread(floor, floor.manager.user_id)] == ["raised"]
    assert unread(floor, floor.outsider.user_id) == []


def test_a_notice_read_is_gone_and_only_from_the_own_list(floor: Floor) -> None:
    let_everybody_sign_in(floor)
    number = a_case(floor)
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Client is angry", way="hierarchical")
    ((delivery, _),) = unread(floor, floor.manager.user_id)

    by_another = outbox.read(floor.store, [delivery], actor=floor.lead, now=at("Mon 10:11"))
    by_the_manager = outbox.read(floor.store, [delivery], actor=floor.manager, now=at("Mon 10:11"))

    assert (by_another, by_the_manager) == (0, 1)
    assert unread(floor, floor.manager.user_id) == []


def test_the_last_tier_past_due_is_told_to_managers(floor: Floor) -> None:
    let_everybody_sign_in(floor)
    floor.store.transact(lambda session: matrix.install(session, now=at("Mon 08:00")), EVERYTHING)
    a_case(floor, priority=1)

    sweep(floor.store, now=at("Mon 10:31"))

    assert [kind for _, kind in unread(floor, floor.manager.user_id)] == ["raised"]


def test_after_an_acknowledgement_nothing_more_is_said_of_it(floor: Floor) -> None:
    number = a_case(floor, priority=1)
    do(floor, verbs.escalate, "Mon 10:01", case=number, reason="Needs the vendor")
    do(floor, verbs.acknowledge, "Mon 10:05", case=number)
    before = len(notices(floor, number))

    sweep(floor.store, now=at("Mon 10:25"))

    assert len(notices(floor, number)) == before


def test_an_undone_or_resolved_case_says_nothing(floor: Floor) -> None:
    number = a_case(floor, priority=1, details={"affected_services": ["voice"]})
    do(floor, verbs.resolve, "Mon 12:00", case=number, details=RESOLVED)

    sweep(floor.store, now=at("Fri 12:00"))

    assert notices(floor, number) == []
