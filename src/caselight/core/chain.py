"""The hash chain that makes a rewritten event visible."""

import hashlib
import json
import unicodedata
from datetime import UTC, datetime

GENESIS = "0" * 64
ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> bytes:
    """Return the one JSON text of a value: NFC, sorted keys, no spaces, instants as UTC with Z; no floats."""
    return ENCODE(_plain(value)).encode()


def link(prev: str, meta: object) -> str:
    """Return SHA-256 over 0x01, the previous hash and the canonical event, as hex."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(prev) + canonical(meta)).hexdigest()


def commitment(salt: bytes, text: str) -> str:
    """Return what an event holds instead of a text that may be erased one day."""
    return hashlib.sha256(salt + unicodedata.normalize("NFC", text).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, float):
        raise TypeError("floats have no canonical text: store an int or a string")
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical text")


def instant(at: datetime) -> str:
    """Return an aware instant as UTC text with microseconds and Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
