"""Intervals of an interruption: times that cannot be are refused, and nothing known says nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from caselight.core.interruptions import Interval, check, summary
from caselight.core.records.outage import Outage
from caselight.core.refusal import Refusal

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(Refusal, match="Ends before it begins") as refused:
        check(Interval(started_at=NOON, ended_at=NOON - HOUR), now=NOON, names={"ended_at": "down_until"})

    assert list(refused.value.fields) == ["down_until"]


def test_no_interval_says_nothing_of_the_whole() -> None:
    assert summary(Outage, []) == {}
