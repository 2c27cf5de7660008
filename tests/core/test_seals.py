"""Seals: what they say never changes between releases, and what is wrong with one is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.chain import GENESIS
from caselight.core.seals import Fault, Seal, digest_of, faults, holes, leaf, ranges, read, spans

KEY = b"k" * 32
FIRST = Seal(1, "1-3,5", 4, 5, "ab" * 32, digest_of({"case:7": (2, "cd" * 32)}), "2026-11-16T10:00:00.000000Z", GENESIS)
GOLDEN = (
    "cf996ce2d51cfc4ae1eee80769f2dcd3f6f78396513fc54a53ad881028e0109c",
    "c310e0878883d47d4da9a93380a766ee2d45a3000132c2ba1bf9ae539be0d67c",
    "defd3c9042ac2e19ac42c35c426608bd2fc0049e4a9f19f0ce99d0315bf6b2a9",
)
LINE = (
    f'{{"hash":"{GOLDEN[1]}","heads":"{GOLDEN[0]}","id":1,"ids":"1-3,5","mac":"{GOLDEN[2]}","n":4,"prev":"{GENESIS}",'
    f'"root":"{"ab" * 32}","sealed_at":"2026-11-16T10:00:00.000000Z","up_to":5}}'
).encode()


def three() -> list[Seal]:
    """Return three seals that follow each other."""
    made = [FIRST.signed(KEY)]
    for number in (2, 3):
        made.append(replace(FIRST, id=number, ids=str(number + 4), n=1, prev=made[-1].hash).signed(KEY))
    return made


def test_what_a_seal_is_made_of_never_changes_between_releases() -> None:
    seal = FIRST.signed(KEY)

    assert leaf(7, "ab") == b"7:ab"
    assert (seal.heads, seal.hash, seal.mac) == GOLDEN
    assert seal.line() == LINE


def test_seals_that_follow_each_other_have_no_fault() -> None:
    assert list(faults(three(), KEY)) == []
    assert list(faults(three(), None)) == []


def test_what_is_wrong_with_a_seal_is_said() -> None:
    one, two, last = three()
    anew = replace(two, n=2).signed(b"x" * 32)

    assert list(faults([one, last], KEY)) == [Fault(3, "seal 2 is missing")]
    assert list(faults([one, replace(two, n=2), last], KEY)) == [Fault(2, "was changed after it was made")]
    assert list(faults([one, replace(two, root="no hex")], KEY)) == [Fault(2, "was changed after it was made")]
    assert [fault.reason for fault in faults([one, anew, last], KEY)] == [
        "is not signed with our key",
        "does not follow the seal before it",
    ]
    assert [fault.seal for fault in faults([one, last, two], KEY)] == [3, 2]


def test_a_line_says_the_seal_again() -> None:
    seal = FIRST.signed(KEY)

    assert read({name: getattr(seal, name) for name in seal.__slots__}) == seal
    with pytest.raises((TypeError, ValueError)):
        read({"id": 1})


@given(st.sets(st.integers(1, 60), min_size=1))
def test_ranges_and_their_holes_are_all_ids(ids: set[int]) -> None:
    text = ranges(sorted(ids))
    within = {one for first, last in spans(text) for one in range(first, last + 1)}
    without = {one for first, last in holes([text], above=0) for one in range(first, last + 1)}

    assert within == ids
    assert without == set(range(1, max(ids) + 1)) - ids
