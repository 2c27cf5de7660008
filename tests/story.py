"""Things people do on the test floor, said in a line each."""

import uuid
from typing import Any

from caselight.core.people import Principal
from caselight.services import verbs
from caselight.services.desk import Done, Verb, perform
from floor import Floor, at


def do(floor: Floor, verb: Verb, when: str, *, actor: Principal | None = None, request: str = "", **given: Any) -> Done:
    """Do one verb on the floor at "Mon 10:00", as the lead unless said otherwise."""
    who, key = actor or floor.lead, request or uuid.uuid4().hex
    return perform(floor.store, verb, actor=who, now=at(when), request=key, **given)


def a_case(floor: Floor, when: str = "Mon 10:00", *, actor: Principal | None = None, **given: Any) -> int:
    """Log a case and return its number: a P3 technical failure of our own client unless said otherwise."""
    usual = {"client_id": floor.client, "record_type": "technical", "title": "Voice lines down", "priority": 3}
    return do(floor, verbs.log, when, actor=actor, **(usual | given)).case_id


def a_resolved_case(floor: Floor, opened: str, resolved: str, **given: Any) -> int:
    """Log a case and resolve it, all that is owed by then said."""
    number = a_case(floor, opened, **given)
    details = {
        "affected_services": ["Voice"],
        "down_from": at(opened).isoformat(),
        "down_until": at(resolved).isoformat(),
    }
    do(floor, verbs.resolve, resolved, case=number, details=details)
    return number
