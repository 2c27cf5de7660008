"""Reviews beside the sweep: made when due, and a look that fails is only put off."""

import threading
from datetime import datetime, timedelta

import pytest

from caselight.core.people import EVERYTHING
from caselight.core.review import Every
from caselight.services import reviews
from caselight.services.reviews import Draft
from caselight.services.reviews.due import Made
from caselight.store.reviews import listed
from caselight.worker import reviewer
from floor import Floor, at

NEXT_MONDAY = at("Mon 07:00") + timedelta(days=7)


def looks(floor: Floor, times: int) -> list[str]:
    """Let the reviewer look so often, then stop it; return the periods it made reviews of."""
    stop, left = threading.Event(), iter(range(times - 1))

    def clock() -> datetime:
        if next(left, None) is None:
            stop.set()
        return NEXT_MONDAY

    reviewer.run(floor.store, clock=clock, stop=stop, every_s=0)
    with floor.store.reading(EVERYTHING) as session:
        return [row.period.words for row in listed(session, EVERYTHING)]


def test_it_makes_what_is_due_once_however_often_it_looks(floor: Floor) -> None:
    draft = Draft(client_id=floor.client, every=Every.WEEK, hour=7)
    reviews.set_schedule(floor.store, draft, actor=floor.manager, now=at("Mon 08:00"))

    assert looks(floor, 3) == ["Mon 16 Nov to Sun 22 Nov 2026"]


def test_a_look_that_fails_is_logged_and_the_next_one_goes_on(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([RuntimeError("the database is away"), Made(reviews=1)])

    def made(*_: object, **__: object) -> Made:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(reviewer, "make_due", made)
    with caplog.at_level("INFO", logger="caselight"):
        looks(floor, 2)

    assert "The schedules could not be read" in caplog.text
    assert "1 reviews made" in caplog.text
