"""The quick way to an event's hash: the same as the slow one, for whatever an event can say."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.chain import GENESIS, instant, link
from caselight.core.chain_text import Row, body_of, hashed
from caselight.core.micros import from_micros
from caselight.store.chain import META

IDS = st.none() | st.integers(-(2**40), 2**62)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
BODIES = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXTS,
        lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXTS, each, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)
EVENTS = st.fixed_dictionaries(
    {
        "subject": TEXTS,
        "seq": st.integers(1, 2**40),
        "kind": TEXTS,
        "status": st.none() | TEXTS,
        "is_accepted": st.none() | st.booleans(),
        "body": BODIES,
        **dict.fromkeys(("case_id", "client_id", "actor_id", "team_id", "tier", "owner_id"), IDS),
        **{name: st.integers(0, 2**52).map(from_micros) for name in ("at", "recorded_at")},
    }
)


@settings(deadline=None)
@given(EVENTS, st.booleans())
def test_the_text_of_a_row_is_the_canonical_one(event: dict[str, Any], as_ascii: bool) -> None:  # noqa: FBT001 – drawn
    row = _row(event, json.dumps(event["body"], ensure_ascii=as_ascii))

    assert hashed(row, body_of(row.body)) == link(GENESIS, {"v": 1, **{name: event[name] for name in META}})


# What a database file can hold and no event ever held.
@pytest.mark.parametrize("spoiled", [{"seq": "1"}, {"case_id": '7,"x":1'}, {"kind": None}, {"is_accepted": 2}])
def test_what_an_event_never_holds_has_no_hash(spoiled: dict[str, Any]) -> None:
    row = Row(1, "case:7", 1, "case:logged", 7, 1, 1, "", "", "new", 1, 1, 1, True, "{}", GENESIS, "")  # noqa: FBT003

    with pytest.raises((TypeError, KeyError, AttributeError)):
        hashed(row._replace(**spoiled), {})


@pytest.mark.parametrize("body", ["{", '{"share": 0.5}', '{"n": NaN}', "{} {}"])
def test_a_body_that_was_never_written_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        body_of(body)


def _row(event: dict[str, Any], body: str) -> Row:
    plain = {**event, "at": instant(event["at"]), "recorded_at": instant(event["recorded_at"]), "body": body}
    return Row(id=1, prev=GENESIS, hash="", **plain)
