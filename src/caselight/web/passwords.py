"""Hashing and checking passwords, by streamlit-authenticator's hasher; the same work whether or not there is a user."""

import logging
from functools import cache
from typing import Protocol

from caselight.core.password import LONGEST, fits


class _Hasher(Protocol):
    def hash(self, password: str) -> str: ...

    def check_pw(self, password: str, hashed_password: str) -> bool: ...


def hashed(password: str) -> str:
    """Return the hash to keep; `core.password.check` has refused what bcrypt cannot take."""
    return _hasher().hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Say whether this is the password; for nobody, or one that bcrypt cannot take, the same work is done."""
    if password_hash is None or not fits(password):
        _hasher().check_pw("x" * LONGEST, password_hash or nobody())
        return False
    return _hasher().check_pw(password, password_hash)


@cache
def nobody() -> str:
    """Return a hash that costs as much to check as anybody's."""
    return hashed("nobody has this password")


@cache
def _hasher() -> _Hasher:
    """Import the package at its first use: earlier it would read Streamlit's settings before ours are there, loudly."""
    logging.disable(logging.WARNING)
    try:
        from streamlit_authenticator import Hasher  # noqa: PLC0415 – see above
    finally:
        logging.disable(logging.NOTSET)
    hasher: _Hasher = Hasher()
    return hasher
