"""The files that a list of cases, and the evidence of a client, can be taken away in."""

from datetime import datetime

from caselight.core.people import Principal, Right
from caselight.services import evidence, exporting
from caselight.store.caselist import Wanted
from caselight.ui.filters import Asked

NAMES = {"xlsx": "Excel", "csv": "CSV", "jsonl": "JSON lines"}


def links(me: Principal, asked: Asked, wanted: Wanted) -> list[dict[str, str]]:
    """Return a link for each format to exactly these cases; none for whom may not, or where the list is too long."""
    clients = (asked.scope.clients or frozenset()) if asked.clients else frozenset()
    query = exporting.query(exporting.Asked(clients, wanted))
    if query is None or not me.may(Right.EXPORT):
        return []
    return [{"name": name, "address": f"/export/cases.{form}?{query}"} for form, name in NAMES.items()]


def pack(me: Principal, asked: Asked, now: datetime) -> str:
    """Return the address of the evidence pack of the period; none for whom may not, or unless it is of one client."""
    clients = asked.scope.clients or frozenset()
    if len(clients) != 1 or not me.may(Right.EVIDENCE):
        return ""
    (client,) = clients
    return evidence.address(client, *asked.between(now))
