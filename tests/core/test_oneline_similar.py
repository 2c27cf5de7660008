"""Titles that say the same are found, whatever the endings of their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.oneline import similar
from caselight.core.oneline.similar import likeness


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Voice lines drop after 20 s", "Outbound voice drops at Bergen trunk", True),
        ("Parcel not delivered", "Parcels: delivery failed", True),
        ("Parcel lost in transit, refund not paid", "lost parcel", True),
        ("Card payments refused", "Meter readings missing", False),
        ("Refund", "Refund missing for 3 weeks", False),  # one common word is no likeness
        ("The app is not up", "It is not up to the app", False),  # nor are words that say nothing
        ("car is lost", "care is lost", False),  # short words must be equal
        ("", "", False),
    ],
)
def test_titles_are_alike_when_they_share_enough_words(one: str, other: str, *, alike: bool) -> None:
    assert similar(one, [other]) == ((0,) if alike else ())


def test_the_most_alike_comes_first() -> None:
    others = ["voice lines fine", "nothing of the kind", "voice lines drop in Oslo"]

    assert similar("Voice lines drop", others) == (2, 0)


TITLES = st.lists(st.sampled_from(["drop", "drops", "dropping", "voice", "20", "the", "line"])).map(" ".join)


@given(TITLES, TITLES)
def test_likeness_is_a_share_that_does_not_care_who_was_first(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == likeness(other, one)
