"""A notice says what happened and where the case is now."""

from datetime import UTC, datetime
from typing import Any

import pytest

from caselight.core.notice_words import sentence

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            {"kind": "tiered", "way": "functional", "to_tier": 2, "ack_due_at": "2026-11-16T10:30:00Z"},
            "Escalated: more skill needed; now with tier 2; acknowledge by Mon 16 Nov 10:30",
        ),
        (
            {"kind": "customer", "way": "hierarchical", "to_tier": 1, "ack_due_at": None},
            "Escalated: customer asked for it; a manager is called",
        ),
        (
            {"step": "acknowledge", "percent": 100, "others": 0, "way": "functional", "to_tier": 2},
            "Not acknowledged in time; now with tier 2",
        ),
        ({"step": "update", "percent": 100, "others": 0}, "Nothing was heard since it was acknowledged"),
        ({"promise": "resolution", "percent": 75, "others": 0}, "Resolution at 75% of its target"),
        (
            {"promise": "first response", "percent": 100, "others": 2},
            "First response missed its target; 2 more thresholds",
        ),
        ({}, "Case resolved"),  # what says no more than its kind
        # written before notices said which way it was raised
        (
            {"step": "resolve", "percent": 100, "others": 0, "to_tier": 3},
            "Not resolved in time at its tier; now with tier 3",
        ),
    ],
)
def test_a_notice_says_what_happened_and_where_the_case_is_now(body: dict[str, Any], says: str) -> None:
    assert sentence("resolved", body, zone=UTC, now=NOW) == says
