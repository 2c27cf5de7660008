"""POST /api/v1/interruptions: monitoring tools log what they see, correct it, and say when it is over."""

import uuid
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from caselight.core.people import Principal
from caselight.core.records import TYPES, form_fields
from caselight.core.refusal import NotFound, Refusal
from caselight.core.wording import reference
from caselight.services import desk
from caselight.services.verbs.reporting import REPORTED, report
from caselight.store import casefile
from caselight.web.api import body
from caselight.web.site import Site, principal

OWN = ("id", "type", "note")
COMMON = ("title", "priority", "impact", "urgency", "customers_affected", "service")
DETAILS = frozenset(about.name for name in REPORTED for about in form_fields(TYPES[name]))
NAMES = {"external_id": "id", "record_type": "type"}
ID_LIMIT, KEY_LIMIT = 100, 200  # characters
LOGGED = "case:logged"


def routes(site: Site) -> list[Route]:
    """Return the route."""

    async def post(request: Request) -> Response:
        try:
            said = await body.read(request)
        except body.Unreadable as error:
            return body.unreadable(error)
        key = request.headers.get("idempotency-key", "")
        return await run_in_threadpool(_answer, site, principal(request), said, key)

    return [Route("/api/v1/interruptions", post, methods=["POST"])]


def _answer(site: Site, source: Principal | None, said: dict[str, Any], key: str) -> Response:
    """Do what was asked, whole, and only then say so."""
    if source is None:  # the gate lets nobody through without a key
        return JSONResponse({"errors": [{"pointer": "", "detail": "Send a key."}]}, 401)
    try:
        given, now = _checked(said, key), site.now()
        done = desk.perform(site.store, report, actor=source, now=now, request=key or uuid.uuid4().hex, **given)
    except Refusal as refusal:
        status = 404 if isinstance(refusal, NotFound) else 409 if not refusal.fields else 422
        return body.refused(refusal, status=status, names=NAMES)
    site.version.look_again()
    return _told(site, source, done, now)


def _checked(said: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the report as the verb takes it; what is unknown or missing is refused by name."""
    wrong = {name: f"There is no field {name[:40]!r} here. Remove it." for name in set(said) - _known()}
    own = said.get("id")
    if not isinstance(own, str) or not own.strip() or len(own) > ID_LIMIT or not own.isprintable():
        wrong["id"] = f"Give your own id of the interruption: text of 1 to {ID_LIMIT} characters."
    for name in ("type", "note"):
        if not isinstance(said.get(name, ""), str):
            wrong[name] = "Give text."
    if len(key) > KEY_LIMIT:
        wrong[""] = f"The Idempotency-Key has more than {KEY_LIMIT} characters."
    if wrong:
        raise Refusal(next(iter(wrong.values())), fields=wrong)
    return {
        "external_id": str(own).strip(),
        "record_type": said.get("type"),
        "fields": {name: said[name] for name in COMMON if said.get(name) is not None},
        "details": {name: value for name, value in said.items() if name in DETAILS},
        "note": said.get("note", ""),
    }


def _known() -> set[str]:
    return {*OWN, *COMMON, *DETAILS}


def _told(site: Site, source: Principal, done: desk.Done, now: datetime) -> Response:
    with site.store.reading(source.scope) as session:
        file = casefile.case_file(session, source.scope, done.case_id)
    is_new = bool(file and file.touched_at == now)
    told = {
        "case": reference(done.case_id),
        "status": file.status if file else None,
        "did": done.kind.removeprefix("case:") if is_new else "nothing",
        "repeated": done.was_repeat,
    }
    return JSONResponse(told, 201 if is_new and done.kind == LOGGED else 200)
