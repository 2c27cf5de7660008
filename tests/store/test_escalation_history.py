"""The escalations of a period, against those that people raise, and the figures of `caselight kpi`."""

from caselight.core.people import EVERYTHING, Scope
from caselight.services import verbs
from caselight.store import escalation_history, tier_moves
from caselight.store.among import Among
from caselight.store.kpi_reads import kpi
from escalating import a_case, do, escalations
from floor import Floor, at

LONG_AGO = at("Mon 00:00")


def test_what_was_raised_since_is_told_with_its_names(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", priority=1)
    do(floor, verbs.own, "Mon 10:05", case=number)
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Needs more")
    do(floor, verbs.acknowledge, "Mon 10:20", case=number)

    with floor.store.reading(EVERYTHING) as session:
        [one] = escalation_history.raised(session, EVERYTHING, since=at("Mon 10:10"))
        later = escalation_history.raised(session, EVERYTHING, since=at("Mon 10:11"))

    assert (one.case, one.client, one.way, one.trigger, one.to_tier) == (
        number,
        "Norvane Telecom",
        "functional",
        "agent",
        2,
    )
    assert (one.team, one.initiator, one.taker, one.taker_team_id) == ("Network", "Lead One", "Lead One", floor.desk)
    assert (one.raised_at, one.acknowledged_at, one.owner_id) == (at("Mon 10:10"), at("Mon 10:20"), None)
    assert later == ()


def test_the_watch_on_the_first_line_and_what_was_undone_are_no_escalations(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00")
    raised = do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Too soon")
    do(floor, verbs.undo, "Mon 10:10", case=number, seq=raised.version)

    with floor.store.reading(EVERYTHING) as session:
        assert escalation_history.raised(session, EVERYTHING, since=LONG_AGO) == ()
        assert escalation_history.raised_at(session, EVERYTHING, since=LONG_AGO) == ()
        assert escalation_history.open_now(session, EVERYTHING) == ()


def test_open_now_are_those_that_have_not_ended(floor: Floor) -> None:
    first, second = a_case(floor, "Mon 10:00", priority=1), a_case(floor, "Mon 10:01", priority=4)
    for number in (first, second):
        do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Needs more")
    do(floor, verbs.decline, "Mon 10:20", case=first, escalation_id=escalations(floor, first)[-1].id, reason="No")

    with floor.store.reading(EVERYTHING) as session:
        assert [one.case for one in escalation_history.open_now(session, EVERYTHING)] == [second]
        assert escalation_history.open_now(session, EVERYTHING, Among((1,))) == ()
        [_, one] = escalation_history.raised(session, EVERYTHING, since=LONG_AGO)
        [of_first] = escalation_history.raised(session, EVERYTHING, Among((1,)), since=LONG_AGO)
        instants = escalation_history.raised_at(session, EVERYTHING, Among((1,)), since=LONG_AGO)

    assert one.case == second
    assert of_first.ending == "declined"
    assert instants == (at("Mon 10:10"),)


def test_types_and_teams_narrow_every_read_by_the_case(floor: Floor) -> None:
    at_network = a_case(floor, "Mon 10:00", record_type="outage")
    at_desk = a_case(floor, "Mon 10:01")
    for number in (at_network, at_desk):
        do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Needs more")
    last = escalations(floor, at_desk)[-1].id
    do(floor, verbs.decline, "Mon 10:20", case=at_desk, escalation_id=last, reason="No")

    with floor.store.reading(EVERYTHING) as session:
        for asked, cases in (
            (Among(record_types=("outage",)), [at_network]),
            (Among(teams=(floor.network,)), [at_network]),
            (Among(teams=(floor.desk,)), [at_desk]),
            (Among(record_types=("outage",), teams=(floor.desk,)), []),
        ):
            raised = escalation_history.raised(session, EVERYTHING, asked, since=LONG_AGO)
            instants = escalation_history.raised_at(session, EVERYTHING, asked, since=LONG_AGO)
            moved = tier_moves.moves(session, EVERYTHING, asked, since=LONG_AGO, until=at("Tue 00:00"))
            assert [one.case for one in raised] == cases
            assert len(instants) == len(cases)
            assert (moved["escalations"] or {"cases": 0})["cases"] == len(cases)
            still = [one.case for one in escalation_history.open_now(session, EVERYTHING, asked)]
            assert still == [number for number in cases if number == at_network]


def test_nothing_of_another_client_is_read(floor: Floor) -> None:
    number = a_case(floor, "Mon 10:00", actor=floor.admin, client_id=floor.foreign)
    do(floor, verbs.escalate, "Mon 10:10", actor=floor.admin, case=number, reason="Needs more")

    with floor.store.reading(EVERYTHING) as session:
        for scope in (floor.lead.scope, Scope(frozenset())):
            assert escalation_history.raised(session, scope, since=LONG_AGO) == ()
            assert escalation_history.open_now(session, scope) == ()
            assert escalation_history.raised_at(session, scope, since=LONG_AGO) == ()
            assert tier_moves.moves(session, scope, since=LONG_AGO, until=at("Tue 00:00"))["escalations"] is None


def test_the_moves_to_higher_tiers_are_those_of_the_command(floor: Floor) -> None:
    for minute, priority in enumerate((4, 3, 2, 2)):
        number = a_case(floor, f"Mon 10:0{minute}", priority=priority)
        do(floor, verbs.escalate, "Mon 11:00", case=number, reason="Needs more")
    do(floor, verbs.acknowledge, "Mon 11:20", case=number)
    raised = do(floor, verbs.escalate, "Mon 12:00", case=number, reason="Needs the experts")
    do(floor, verbs.undo, "Mon 12:00", case=number, seq=raised.version)
    do(floor, verbs.escalate, "Mon 12:05", case=number, reason="Needs the experts")
    window = {"since": at("Mon 10:01"), "until": at("Mon 13:00")}

    with floor.store.reading(EVERYTHING) as session:
        said = kpi(session, EVERYTHING, as_of=window["until"], priorities=(2, 4), **window)["kpis"]
        found = tier_moves.moves(session, EVERYTHING, Among((2, 4)), **window)

    assert found == {key: said[key] for key in ("escalations", "escalation_to_accept")}
    assert found["escalations"] == {"1>2": 2, "1>3": 0, "2>3": 1, "cases": 2, "never_accepted": 2}
