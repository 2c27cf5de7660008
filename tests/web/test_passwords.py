"""Checking a password is the same work for everybody."""

import pytest

from caselight.web import passwords


def test_a_hash_matches_its_password_and_no_other() -> None:
    kept = passwords.hashed("copper lantern in the rain")

    assert passwords.matches("copper lantern in the rain", kept)
    assert not passwords.matches("Copper lantern in the rain", kept)


@pytest.mark.parametrize("password", ["x" * 72, "ж" * 36])
def test_the_longest_password_counts_to_its_end(password: str) -> None:
    kept = passwords.hashed(password)

    assert passwords.matches(password, kept)
    assert not passwords.matches(password[:-1] + "y", kept)


@pytest.mark.parametrize("password", ["", "x" * 73, "a\0b", "\ud800", "x" * 100_000])
def test_what_cannot_be_a_password_is_wrong_and_no_error(password: str) -> None:
    kept = passwords.hashed("x" * 72)

    assert not passwords.matches(password, kept)
    assert not passwords.matches(password, None)
