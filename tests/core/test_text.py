"""Typed text is tidied before it is kept, and refused where it cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import text
from caselight.core.refusal import Refusal

READABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=80)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  voice   lines\tdrop \n", "voice lines drop"),
        ("Cafe\u0301", "Caf\u00e9"),  # composed, so that a search finds it
        ("invoice\u202efdp.exe", "invoicefdp.exe"),  # a direction mark can disguise a name
        ("\u200b\u200d", ""),  # nothing that can be seen
        ("", ""),
    ],
)
def test_a_line_is_tidied(typed: str, kept: str) -> None:
    assert text.line(typed) == kept


def test_prose_keeps_its_lines_with_plain_ends() -> None:
    assert text.prose("13:40 down\r\n\tretry\r13:58 up\n") == "13:40 down\n\tretry\n13:58 up"


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("a\x00b", "control character NUL (U+0000) at position 2"),
        ("ab\x1b", "control character escape (U+001B) at position 3"),
        ("\x9f", "control character (U+009F) at position 1"),
        ("\ud800", "half of a broken character (U+D800) at position 1"),
    ],
)
def test_an_unreadable_character_is_named(typed: str, named: str) -> None:
    with pytest.raises(Refusal, match="Remove the") as refusal:
        text.prose(typed)

    assert named in refusal.value.sentence


def test_the_limit_counts_code_points_and_says_both_numbers() -> None:
    assert len(text.prose("\U0001f600" * 10_000)) == 10_000

    with pytest.raises(Refusal, match=r"At most 10,000 characters, this has 1,000,000\. Shorten it\."):
        text.prose("x" * 1_000_000)


def test_what_was_typed_is_quoted_short_and_escaped() -> None:
    assert text.quoted("a\x00\n") == '"a\\x00\\n"'
    assert text.quoted("x" * 41) == '"' + "x" * 40 + '…"'


@given(READABLE)
def test_tidying_twice_changes_nothing(typed: str) -> None:
    tidy = text.line(typed)

    assert text.line(tidy) == tidy
