"""The same seed and the same now give the same demo, and one thing more never moves the others."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from caselight.core.people import EVERYTHING
from caselight.services.demo import load
from caselight.services.demo.arrivals import arrivals
from caselight.services.demo.clients import ELLERY
from caselight.services.demo.dice import Dice
from caselight.store.engine import Store
from caselight.store.schema import migrate
from caselight.store.tables import Case, CaseClock, CaseSheet, Event, EventText

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
NUMBERS = ("id", "case_id", "merged_into", "into", "follows")  # each installation counts from elsewhere
NEVER_THE_SAME = {"salt", "prev", "hash", "head", "subject", "event_id", "texts"}


def test_the_same_seed_and_now_give_the_same_rows(tmp_path: Path) -> None:
    first, second = (_digest(tmp_path / name, seed=1) for name in ("first.db", "second.db"))

    assert first == second


def test_another_seed_gives_other_rows(tmp_path: Path) -> None:
    first, second = (_digest(tmp_path / f"{seed}.db", seed=seed) for seed in (1, 2))

    assert first != second


def test_a_day_brings_the_same_cases_whenever_it_is_looked_at_from() -> None:
    start = NOW - timedelta(days=20)

    seen_now = list(arrivals(ELLERY, seed=1, start=start, now=NOW))
    seen_later = list(arrivals(ELLERY, seed=1, start=start, now=NOW + timedelta(days=3)))

    assert seen_now
    assert [arrival for arrival in seen_later if arrival.at < NOW] == seen_now


def test_dice_are_told_apart_by_their_names() -> None:
    draws = {
        tuple(Dice.of(seed, *names).rng.random(3)) for seed, names in ((1, ("a", 1)), (1, ("a", 2)), (2, ("a", 1)))
    }

    assert len(draws) == 3
    assert tuple(Dice.of(1, "a", 1).rng.random(3)) in draws


def _digest(path: Path, *, seed: int) -> str:
    store = Store(f"sqlite:///{path}")
    migrate(store)
    load(store, now=NOW, hash_password=str, seed=seed, days=4)
    with store.reading(EVERYTHING) as session:
        start = min(session.scalars(select(col(Case.id))))
        models = (Case, CaseClock, CaseSheet, Event)
        rows = [_plain(row, start or 0) for model in models for row in session.scalars(select(model))]
        rows += _texts(session, start or 0)
    store.dispose()
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def _plain(row: SQLModel, start: int) -> str:
    said = {name: value for name, value in row.model_dump(mode="json").items() if name not in NEVER_THE_SAME}
    if isinstance(row, Event):
        said["body"] = {name: value for name, value in row.body.items() if name not in {"texts", "into"}}
        for name in ("merged_into", "follows"):
            said["body"].get("changes", {}).pop(name, None)
        if "case" in said["body"]:
            said["body"]["case"] -= start
        if "recurs" in said["body"]:
            said["body"]["recurs"] = said["body"]["recurs"]["earlier"]
    numbers = {name: said[name] - start for name in NUMBERS if isinstance(row, Case) and said.get(name)}
    return json.dumps([type(row).__name__, said | numbers | {"case_id": (said.get("case_id") or start) - start}])


def _texts(session: Session, start: int) -> list[str]:
    rows = select(col(Event.case_id), col(Event.seq), col(EventText.field), col(EventText.text))
    told = session.execute(rows.join(EventText, col(EventText.event_id) == col(Event.id)))
    return [json.dumps([(number or start) - start, *rest]) for number, *rest in told]
