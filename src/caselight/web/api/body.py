"""A JSON body as a program sent it: read whole within limits, or refused with a pointer to what is wrong."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from caselight.core.refusal import Refusal

LIMIT = 65_536  # bytes
DEPTH = 4


class Unreadable(Exception):  # noqa: N818 – an answer, not an error
    """A body that cannot be read at all: the status to answer with, and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read(request: Request) -> dict[str, Any]:
    """Return the object in the body; raise Unreadable for anything else."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Unreadable(415, "Send JSON, with Content-Type: application/json.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise Unreadable(413, f"The body is larger than {LIMIT // 1024} kB.")
    try:
        found = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise Unreadable(400, "The body is nested too deeply.") from error
    except ValueError as error:  # what JSON or UTF-8 cannot be, and what our hooks refuse
        raise Unreadable(400, f"The body is no JSON we can read: {error}.") from error
    if not isinstance(found, dict):
        raise Unreadable(400, "The body must be one JSON object.")
    if _depth(found) > DEPTH:
        raise Unreadable(400, "The body is nested too deeply.")
    return found


def refused(refusal: Refusal, *, status: int, names: Mapping[str, str]) -> JSONResponse:
    """Answer with a sentence for each field at fault and a JSON pointer to it; `names` has what callers call them."""
    faults = refusal.fields or {"": refusal.sentence}
    errors = [
        {"pointer": f"/{_escaped(names.get(name, name))}" if name else "", "detail": sentence}
        for name, sentence in faults.items()
    ]
    return JSONResponse({"errors": errors}, status)


def unreadable(error: Unreadable) -> JSONResponse:
    """Answer a body that could not be read."""
    return JSONResponse({"errors": [{"pointer": "", "detail": error.sentence}]}, error.status)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} stands twice")
    return found


def _no_number(name: str) -> Any:  # noqa: ANN401 – json's own hook
    raise ValueError(f"{name} is no number")


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max((_depth(each) for each in inner), default=0)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
