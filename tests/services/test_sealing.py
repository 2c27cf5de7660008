"""Sealing: each event once, whoever seals and however transactions end; an old database does not go on in silence."""

import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from acts import a_case, do
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import verbs
from caselight.services.sealing import run
from caselight.services.sealing.copy import Differs
from caselight.store.chain import Fact, append_next
from caselight.store.tables import Event, SealRow
from floor import Floor, at
from packs import packed, unzipped
from proving import now, places, seal, tamper, verify


def an_event(session: Session, subject: str = "client:1") -> int | None:
    return append_next(session, subject, Fact("client:changed", at("Mon 10:00"), at("Mon 10:00"))).id


def test_every_new_event_is_sealed_once_and_nothing_when_nothing_is_new(floor: Floor) -> None:
    number = a_case(floor)
    first = seal(floor.store)
    do(floor, verbs.note, "Mon 10:20", case=number, note="Called")
    second, third = seal(floor.store), seal(floor.store)

    found = verify(floor.store)
    assert (first.events, second.events, third.events) == (1, 1, 0)
    assert (found.is_whole, found.seals, found.unsealed) == (True, 2, 0)
    assert "2 seals reach to" in found.told()


def test_the_key_is_made_once_for_its_owner_alone_and_a_copy_of_each_seal_lies_outside(floor: Floor) -> None:
    a_case(floor)
    seal(floor.store)
    kept = places(floor.store)

    (line,) = kept.copy.read_text().splitlines()
    key = kept.key()
    assert kept.key_file.stat().st_mode & 0o777 == 0o600
    assert key is not None
    assert len(key) == 64
    assert key.decode() not in line
    with floor.store.reading(EVERYTHING) as session:
        row = session.scalars(select(SealRow)).one()
        assert (json.loads(line)["hash"], json.loads(line)["mac"]) == (row.hash, row.mac)


def test_workers_that_seal_at_once_seal_each_event_once(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "AT_MOST", 3)
    for _ in range(20):
        floor.store.transact(an_event, EVERYTHING)
    together = threading.Barrier(3)

    def work() -> None:
        together.wait()
        seal(floor.store)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    found = verify(floor.store)
    with floor.store.reading(EVERYTHING) as session:
        assert session.scalar(select(func.sum(col(SealRow.n)))) == 20
    assert (found.broken, found.seals) == ((), 7)
    assert len(places(floor.store).copy.read_text().splitlines()) == 7


def test_an_event_that_commits_after_a_higher_one_is_neither_missed_nor_a_break(floor: Floor) -> None:
    if floor.store.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    with Session(floor.store.engine.execution_options(clients="*")) as slow:
        late = an_event(slow, "client:1")
        slow.flush()
        floor.store.transact(lambda session: an_event(session, "client:2"), EVERYTHING)
        assert seal(floor.store).events == 1
        assert verify(floor.store).is_whole
        slow.commit()

    before = verify(floor.store)
    caught_up = seal(floor.store)

    found = verify(floor.store)
    with floor.store.reading(EVERYTHING) as session:
        assert session.scalar(select(func.max(col(Event.id)))) > late
    assert (before.is_whole, before.unsealed, caught_up.events) == (True, 1, 1)
    assert (found.is_whole, found.unsealed) == (True, 0)


def test_an_event_put_among_sealed_ones_much_later_is_a_break(floor: Floor) -> None:
    for subject in ("client:1", "client:2", "client:3"):
        floor.store.transact(lambda session, subject=subject: an_event(session, subject), EVERYTHING)
    with floor.store.reading(EVERYTHING) as session:
        middle = session.scalars(select(Event).where(col(Event.subject) == "client:2")).one()
    tamper(floor.store, lambda session: session.delete(session.get_one(Event, middle.id)))
    seal(floor.store, at=now() - timedelta(days=2))

    floor.store.transact(lambda session: session.merge(middle), EVERYTHING)

    assert ("client:2", "was put among sealed events later") in {
        (one.subject, one.reason) for one in verify(floor.store).broken
    }


def test_an_older_database_put_back_is_named_and_sealed_no_further(floor: Floor) -> None:
    a_case(floor)
    seal(floor.store)
    kept = places(floor.store).copy
    before = kept.read_bytes()
    a_case(floor)
    seal(floor.store)
    newer = kept.read_bytes()
    tamper(floor.store, lambda session: session.delete(session.get_one(SealRow, 2)))

    with pytest.raises(Differs, match="is older than the copy of its seals"):
        seal(floor.store)
    assert any("the database is older than the copy outside" in one.reason for one in verify(floor.store).broken)
    assert kept.read_bytes() == newer

    kept.write_bytes(before)
    assert seal(floor.store).events == 1


def test_without_its_key_nothing_is_sealed_and_verify_says_so(floor: Floor) -> None:
    a_case(floor)
    seal(floor.store)
    places(floor.store).key_file.unlink()
    a_case(floor)

    with pytest.raises(Refusal, match="signed with a key that is not here"):
        seal(floor.store)
    assert "their key is not here" in verify(floor.store).told()


def test_a_key_can_be_given_and_a_short_one_is_refused(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    a_case(floor)
    monkeypatch.setenv("CASELIGHT_SEAL_KEY", "short")
    with pytest.raises(Refusal, match="fewer than 32 characters"):
        seal(floor.store)

    monkeypatch.setenv("CASELIGHT_SEAL_KEY", "k" * 32)
    monkeypatch.setenv("CASELIGHT_SEAL_FILE", str(places(floor.store).key_file.parent / "elsewhere" / "seals"))
    seal(floor.store)

    assert verify(floor.store).is_whole
    assert places(floor.store).copy.name == "seals"
    assert not places(floor.store).key_file.exists()


@pytest.mark.parametrize("statement", ["UPDATE seals SET n = 9", "DELETE FROM seals"])
def test_the_database_itself_refuses_to_change_a_seal(floor: Floor, statement: str) -> None:
    a_case(floor)
    seal(floor.store)

    with pytest.raises(DBAPIError, match="append-only"):
        floor.store.transact(lambda session: session.connection().exec_driver_sql(statement), EVERYTHING)


def test_a_pack_ends_with_the_hash_of_the_newest_seal_and_nothing_else_of_it(floor: Floor, tmp_path: Path) -> None:
    a_case(floor)
    seal(floor.store)
    (line,) = places(floor.store).copy.read_text().splitlines()

    said = unzipped(packed(floor), tmp_path / "pack").text("README.md")

    assert f"    {json.loads(line)['hash']}\n" in said
    assert json.loads(line)["root"] not in said
