"""What an import writes: whole lives of cases, once."""

import gzip
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.refusal import Refusal
from caselight.services.importing import Report, import_file
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Case, Client, Event, EventText, Team, User
from import_files import EVENTS_MAP, LIFE, NOW, case, cases_file, event, events_file
from proving import breaks


def imported(store: Store, file: tuple[Path, Any], **more: Any) -> Report:
    return import_file(store, *file, now=NOW, actor=SYSTEM, **more)


def one(session: Session) -> Case:
    return session.scalars(select(Case)).one()


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_each_row_is_one_event_that_carries_how_the_case_stood(store: Store, tmp_path: Path) -> None:
    imported(store, events_file(tmp_path, *LIFE))

    with store.reading(EVERYTHING) as session:
        rows = session.scalars(select(Event).where(col(Event.case_id).is_not(None)).order_by(col(Event.seq))).all()
        assert list(breaks(session)) == []
    assert [(row.kind, row.status, row.tier, row.is_accepted) for row in rows] == [
        ("case:logged", "new", 1, False),
        ("case:acknowledged", "in progress", 1, True),
        ("case:escalated", "in progress", 2, False),  # queued again, but a case is new once
        ("case:acknowledged", "in progress", 2, True),
        ("case:waiting", "waiting", 2, True),
        ("case:went_on", "in progress", 2, True),
        ("case:resolved", "resolved", 2, True),
        ("case:reopened", "in progress", 1, False),
        ("case:resolved", "resolved", 1, False),
        ("case:closed", "closed", 1, False),
    ]
    assert [row.at for row in rows][:2] == [utc(2, 9), utc(2, 9, 5)]
    assert len({row.owner_id for row in rows}) == 3  # nobody while queued


def test_the_case_says_what_its_rows_amount_to(store: Store, tmp_path: Path) -> None:
    imported(store, events_file(tmp_path, *LIFE))

    with store.reading(EVERYTHING) as session:
        found = one(session)
    assert (found.version, found.status, found.priority, found.reopens) == (10, "closed", 3, 1)
    assert (found.title, found.record_type, found.external_id) == ("Incident on Voice", "imported", "A-1")
    assert (found.opened_at, found.acknowledged_at) == (utc(2, 9), utc(2, 9, 5))
    assert (found.first_resolved_at, found.resolved_at, found.closed_at) == (utc(2, 13), utc(3, 9), utc(8, 9))


def test_the_texts_of_a_row_are_kept_apart_from_the_chain(store: Store, tmp_path: Path) -> None:
    imported(store, events_file(tmp_path, *LIFE))

    with store.reading(EVERYTHING) as session:
        texts = session.execute(select(col(EventText.field), col(EventText.text)).order_by(col(EventText.event_id)))
        assert [tuple(row) for row in texts] == [("title", "Incident on Voice"), ("note", "Called back")]


def test_names_are_made_on_the_fly_and_those_people_cannot_sign_in(store: Store, tmp_path: Path) -> None:
    report = imported(store, events_file(tmp_path, *LIFE))

    assert (report.clients, report.teams, report.services, report.people) == (1, 2, 1, 3)
    with store.reading(EVERYTHING) as session:
        assert {team.name: team.tier for team in session.scalars(select(Team))} == {"Desk": 1, "Desk 2nd": 2}
        assert not any(user.is_active or user.password_hash for user in session.scalars(select(User)))
        client, calendar = session.scalars(select(Client)).one(), session.scalars(select(Calendar)).one()
        assert (client.calendar_id, calendar.name) == (calendar.id, "Desk hours")
        added = Counter(session.scalars(select(col(Event.kind)).where(col(Event.kind).like("%:added"))))
    assert added == {"client:added": 1, "team:added": 2, "user:added": 3, "service:added": 1, "calendar:added": 1}


def test_rows_of_one_instant_keep_the_order_of_the_file(store: Store, tmp_path: Path) -> None:
    rows = [event(state="Closed", time="2026-03-02T12:00:00Z"), event(state="Working"), event(state="Solved")]

    imported(store, events_file(tmp_path, *rows))

    with store.reading(EVERYTHING) as session:
        kinds = session.scalars(select(col(Event.kind)).where(col(Event.case_id).is_not(None)).order_by(col(Event.seq)))
        assert kinds.all() == ["case:logged", "case:resolved", "case:closed"]


def test_the_client_is_that_of_the_first_event(store: Store, tmp_path: Path) -> None:
    rows = [event(client="Ellery Care", time="2026-03-02T12:00:00Z"), event(), event(client="Ellery Care")]

    imported(store, events_file(tmp_path, *rows))

    with store.reading(EVERYTHING) as session:
        assert session.get_one(Client, one(session).client_id).name == "Norvane Telecom"


def test_a_table_of_cases_gives_each_instant_its_event(store: Store, tmp_path: Path) -> None:
    row = case(
        state="closed",
        taken="2026-03-02 10:10",
        answered="2026-03-02 10:05",
        solved="2026-03-02 12:00",
        closed="2026-03-07 12:00",
        affected="1200",
        channel="Email",
    )

    imported(store, cases_file(tmp_path, row, case(id="A-2", state="waiting"), case(id="A-3")))

    with store.reading(EVERYTHING) as session:
        kinds = select(col(Event.kind)).where(col(Event.case_id).is_not(None)).order_by(col(Event.case_id), Event.seq)
        assert session.scalars(kinds).all() == [
            *("case:logged", "case:told", "case:acknowledged", "case:resolved", "case:closed"),
            *("case:logged", "case:logged"),
        ]
        first, second, third = session.scalars(select(Case).order_by(col(Case.id)))
    assert (first.first_response_at, first.acknowledged_at, first.resolved_at) == (
        utc(2, 9, 5),
        utc(2, 9, 10),
        utc(2, 11),
    )
    assert (first.customers_affected, first.channel, first.record_type) == (1200, "email", "technical")
    assert (second.status, second.waiting_reason, third.status) == ("waiting", "supplier", "new")


def test_a_cancelled_case_ends_cancelled_and_was_never_resolved(store: Store, tmp_path: Path) -> None:
    imported(store, cases_file(tmp_path, case(state="dropped", solved="2026-03-02 12:00", closed="2026-03-02 13:00")))

    with store.reading(EVERYTHING) as session:
        found = one(session)
    assert (found.status, found.resolved_at, found.version) == ("cancelled", None, 2)


def test_the_same_id_at_two_clients_is_two_cases(store: Store, tmp_path: Path) -> None:
    report = imported(store, cases_file(tmp_path, case(), case(client="Ellery Care")))

    assert (report.cases_new, report.clients) == (2, 2)


def test_a_client_that_has_a_calendar_keeps_it_and_one_without_gets_the_maps(store: Store, tmp_path: Path) -> None:
    def unit(session: Session) -> None:
        session.add(calendar := Calendar(name="Own", hours=EVENTS_MAP.calendar.hours.to_dict()))
        session.flush()
        session.add_all([Client(name="Ellery Care", calendar_id=calendar.id), Client(name="Norvane Telecom")])

    store.transact(unit, EVERYTHING)

    imported(store, events_file(tmp_path, event(), event(id="A-2", client="Ellery Care")))

    with store.reading(EVERYTHING) as session:
        names = select(col(Client.name), col(Calendar.name)).join(Calendar, col(Calendar.id) == col(Client.calendar_id))
        assert dict(session.execute(names).all()) == {"Ellery Care": "Own", "Norvane Telecom": "Desk hours"}


def test_a_calendar_of_the_same_name_with_other_hours_is_refused(store: Store, tmp_path: Path) -> None:
    hours = EVENTS_MAP.calendar.model_copy(update={"zone": "Europe/London"}).hours.to_dict()
    store.transact(lambda session: session.add(Calendar(name="Desk hours", hours=hours)), EVERYTHING)

    with pytest.raises(Refusal, match="another name"):
        imported(store, events_file(tmp_path, event()))


def test_a_compressed_file_is_unpacked_whatever_it_is_called(store: Store, tmp_path: Path) -> None:
    plain, given = events_file(tmp_path, *LIFE)
    packed = tmp_path / "packed.csv"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert imported(store, (packed, given)).rows == len(LIFE)
