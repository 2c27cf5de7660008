"""The canonical text of an event as its row lies in the database: the same bytes as `canonical`, without the detours.

Walking a million events has to take seconds: here instants stay text, and the body is read once.
"""

import json
import unicodedata
from hashlib import sha256
from json.encoder import (  # type: ignore[attr-defined]  # typeshed does not tell of the first
    c_make_encoder,
    encode_basestring,
)
from typing import Any, NamedTuple, NoReturn

from caselight.core.chain import canonical

TEXT = (
    '{"actor_id":%s,"at":"%s","body":%s,"case_id":%s,"client_id":%s,"is_accepted":%s,"kind":%s,"owner_id":%s,'
    '"recorded_at":"%s","seq":%s,"status":%s,"subject":%s,"team_id":%s,"tier":%s,"v":1}'
)
NUMBER = "%d"  # refuses what is no number
TRUTH = {None: "null", 0: "false", 1: "true"}


class Row(NamedTuple):
    """An event as it lies there: instants as UTC text with microseconds and Z, the body as the text of its JSON."""

    id: int
    subject: str
    seq: int
    kind: str
    case_id: int | None
    client_id: int | None
    actor_id: int | None
    at: str
    recorded_at: str
    status: str | None
    team_id: int | None
    tier: int | None
    owner_id: int | None
    is_accepted: bool | int | None
    body: str
    prev: str
    hash: str


def body_of(text: str) -> Any:  # noqa: ANN401 – JSON
    """Return what a body says; raises ValueError where it is no JSON, or holds what was never hashed."""
    return READ(text)


def hashed(row: Row, body: object) -> str:
    """Return the hash that the row should carry; raises ValueError, TypeError or KeyError for what has none."""
    written = "".join(CHUNKS(body, 0)) if row.body.isascii() and "\\u" not in row.body else canonical(body).decode()
    text = TEXT % (
        "null" if row.actor_id is None else NUMBER % row.actor_id,
        row.at,
        written,
        "null" if row.case_id is None else NUMBER % row.case_id,
        "null" if row.client_id is None else NUMBER % row.client_id,
        TRUTH[row.is_accepted],
        _text(row.kind),
        "null" if row.owner_id is None else NUMBER % row.owner_id,
        row.recorded_at,
        NUMBER % row.seq,
        "null" if row.status is None else _text(row.status),
        _text(row.subject),
        "null" if row.team_id is None else NUMBER % row.team_id,
        "null" if row.tier is None else NUMBER % row.tier,
    )
    return sha256(b"\x01" + bytes.fromhex(row.prev) + text.encode()).hexdigest()


def _text(value: str) -> str:
    return encode_basestring(value if value.isascii() else unicodedata.normalize("NFC", value))


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is never written in an event")


READ = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse).decode
# The encoder of `canonical`, made once and not once a value.
CHUNKS = c_make_encoder(None, _refuse, encode_basestring, None, ":", ",", True, False, False)  # noqa: FBT003 – its own signature
