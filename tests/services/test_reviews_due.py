"""Scheduled reviews: each period once, with two workers, after downtime and after a kill; sent with the PDF."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from acts import a_case
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.core.review import Every
from caselight.services import reviews
from caselight.services.reviews import Draft, due
from caselight.services.reviews.due import make_due
from caselight.store import outbox
from caselight.store import reviews as kept
from caselight.store.tables import Client, Event, EventText
from caselight.worker import loop
from floor import Floor, at
from outgoing import outgoing, send
from proving import verify
from receivers import Inbox, mail, settings

BEGAN = at("Mon 08:00")
NEXT_MONDAY = at("Mon 07:00") + timedelta(days=7)


@pytest.fixture
def mails() -> Iterator[Inbox]:
    with mail() as inbox:
        yield inbox


def scheduled(floor: Floor, **given: Any) -> int:
    asked = {"client_id": floor.client, "every": Every.WEEK, "hour": 7, "addresses": ("desk@norvane.example",)}
    return reviews.set_schedule(floor.store, Draft(**asked | given), actor=floor.manager, now=BEGAN)


def periods(floor: Floor) -> list[tuple[datetime, datetime]]:
    with floor.store.reading(EVERYTHING) as session:
        return sorted((row.since, row.until) for row in kept.listed(session, EVERYTHING))


def test_a_review_is_made_when_it_is_due_and_once(floor: Floor) -> None:
    scheduled(floor)

    looks = [make_due(floor.store, now=NEXT_MONDAY + look * timedelta(minutes=1)) for look in (-1, 0, 1)]

    assert [look.reviews for look in looks] == [0, 1, 0]
    assert periods(floor) == [(at("Mon 00:00"), at("Mon 00:00") + timedelta(days=7))]
    assert [row.receiver for row in outgoing(floor)] == ["address:desk@norvane.example"]


def test_days_without_a_worker_are_made_up_for_and_what_came_before_the_schedule_is_not(floor: Floor) -> None:
    scheduled(floor)

    made = make_due(floor.store, now=NEXT_MONDAY + timedelta(days=15))

    assert made.reviews == 3
    starts = [since for since, _ in periods(floor)]
    assert starts == [at("Mon 00:00") + timedelta(days=7 * week) for week in range(3)]


def test_in_a_zone_whose_clocks_change_every_period_is_whole_days(floor: Floor) -> None:
    zone = update(Client).where(col(Client.id) == floor.client).values(zone="America/New_York")
    floor.store.transact(lambda session: session.execute(zone), EVERYTHING)
    scheduled(floor, every=Every.MONTH, hour=2)

    make_due(floor.store, now=datetime.fromisoformat("2027-04-02T00:00:00Z"))

    found = periods(floor)
    assert [until.hour for _, until in found] == [5, 5, 5, 5, 4]  # November to March; the clocks change in March
    assert [one[1] for one in found[:-1]] == [other[0] for other in found[1:]]


def test_two_workers_at_once_make_one_review_and_one_letter(floor: Floor) -> None:
    scheduled(floor)
    together = Barrier(2)
    made = []

    def worker() -> None:
        together.wait()
        made.append(make_due(floor.store, now=NEXT_MONDAY).reviews)

    threads = [Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 1]
    assert len(periods(floor)) == len(outgoing(floor)) == 1
    assert verify(floor.store).is_whole


def test_a_worker_killed_between_making_and_sending_leaves_it_to_the_next(floor: Floor, mails: Inbox) -> None:
    scheduled(floor)
    ours = settings(smtp=f"smtp://127.0.0.1:{mails.port}")
    make_due(floor.store, now=NEXT_MONDAY)  # and here it is killed

    later = NEXT_MONDAY + timedelta(hours=1)
    swept = make_due(floor.store, now=later)
    done = send(floor, later, ours)

    assert (swept.reviews, done.sent) == (0, 1)
    assert send(floor, later, ours).sent == 0
    (letter,) = mails.letters
    assert letter["Subject"] == "Norvane Telecom: review of Mon 16 Nov to Sun 22 Nov 2026"
    (file,) = letter.iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("application/pdf", "review-1.pdf")
    assert file.get_content().startswith(b"%PDF")
    assert "No service failure was opened" in letter.get_body().get_content()


def test_a_failure_of_one_clients_review_does_not_keep_the_others(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduled(floor)
    reviews.set_schedule(
        floor.store, Draft(client_id=floor.foreign, every=Every.WEEK, hour=7), actor=floor.admin, now=BEGAN
    )
    whole = due.worked_out

    def sometimes(session: Any, client: Client, *args: Any, **given: Any) -> Any:
        if client.id == floor.client:
            raise RuntimeError
        return whole(session, client, *args, **given)

    monkeypatch.setattr(due, "worked_out", sometimes)
    first = make_due(floor.store, now=NEXT_MONDAY)
    monkeypatch.undo()
    second = make_due(floor.store, now=NEXT_MONDAY)

    assert (first.reviews, first.failed) == (1, 1)
    assert (second.reviews, second.failed) == (1, 0)


def test_work_once_makes_them_as_of_an_instant_and_says_so(floor: Floor) -> None:
    scheduled(floor)

    swept = loop.once(floor.store, as_of=NEXT_MONDAY)

    assert (swept.reviews, swept.notices) == (1, 1)
    assert "1 reviews made" in swept.told()
    assert set(swept.as_dict()) == {"as_of", "raised", "notices", "late", "failed"}


def test_the_same_data_and_time_give_the_same_review(floor: Floor) -> None:
    a_case(floor, "Tue 10:00")
    scheduled(floor)
    make_due(floor.store, now=NEXT_MONDAY)

    first, last = at("Mon 00:00").date(), (at("Sun 00:00")).date()
    reviews.make(floor.store, floor.client, first, last, actor=floor.manager, now=NEXT_MONDAY)

    with floor.store.reading(EVERYTHING) as session:
        assert len({row.sha256 for row in kept.listed(session, EVERYTHING)}) == 1


def test_an_ended_schedule_makes_and_sends_nothing(floor: Floor, mails: Inbox) -> None:
    number = scheduled(floor)
    make_due(floor.store, now=NEXT_MONDAY)

    reviews.end_schedule(floor.store, number, actor=floor.manager, now=NEXT_MONDAY)

    assert make_due(floor.store, now=NEXT_MONDAY + timedelta(days=7)).reviews == 0
    assert send(floor, NEXT_MONDAY, settings(smtp=f"smtp://127.0.0.1:{mails.port}")).sent == 0
    assert [row.withdrawn_at is not None for row in outgoing(floor)] == [True]
    assert mails.letters == []


def test_a_letter_given_up_is_listed_without_a_case(floor: Floor) -> None:
    scheduled(floor)
    make_due(floor.store, now=NEXT_MONDAY)
    now = NEXT_MONDAY
    while any(row.dead_at is None for row in outgoing(floor)):
        send(floor, now, settings(smtp=""))
        now += timedelta(hours=12)

    with floor.store.reading(EVERYTHING) as session:
        (dead,) = outbox.dead(session, EVERYTHING, limit=9)

    assert (dead.case, dead.notice) == (None, "review")
    assert "No mail server is set" in dead.error


def test_each_act_is_an_event_and_addresses_are_kept_apart(floor: Floor) -> None:
    number = scheduled(floor)
    reviews.end_schedule(floor.store, number, actor=floor.manager, now=NEXT_MONDAY)

    with floor.store.reading(EVERYTHING) as session:
        rows = select(Event).where(col(Event.subject) == f"review_schedule:{number}").order_by(col(Event.seq))
        events = list(session.scalars(rows))
        texts = list(session.scalars(select(col(EventText.text)).where(col(EventText.event_id) == events[0].id)))
    assert [event.kind for event in events] == ["review_schedule:set", "review_schedule:ended"]
    assert "norvane.example" not in str(events[0].body)
    assert texts == ["desk@norvane.example"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"every": "hourly"}, "every"),
        ({"weekday": 7}, "weekday"),
        ({"hour": 24}, "hour"),
        ({"addresses": ("desk@norvane.example", "not an address")}, "addresses"),
        ({"addresses": tuple(f"a{n}@norvane.example" for n in range(11))}, "addresses"),
    ],
)
def test_what_makes_no_schedule_is_refused_beside_its_field(floor: Floor, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        scheduled(floor, **given)

    assert list(refused.value.fields) == [field]


def test_only_who_may_promise_sets_or_ends_one_and_only_for_own_clients(floor: Floor) -> None:
    number = scheduled(floor)
    foreign = reviews.set_schedule(
        floor.store, Draft(client_id=floor.foreign, every=Every.MONTH, hour=7), actor=floor.admin, now=BEGAN
    )

    for act in (
        lambda who: reviews.end_schedule(floor.store, number, actor=who, now=BEGAN),
        lambda who: reviews.set_schedule(
            floor.store, Draft(client_id=floor.client, every=Every.MONTH, hour=7), actor=who, now=BEGAN
        ),
    ):
        for who in (floor.agent, floor.lead, floor.auditor):
            with pytest.raises(Denied):
                act(who)
    with pytest.raises(NotFound):
        scheduled(floor, client_id=floor.foreign)
    for other in (foreign, 99):
        with pytest.raises(NotFound, match="No such schedule"):
            reviews.end_schedule(floor.store, other, actor=floor.manager, now=BEGAN)
