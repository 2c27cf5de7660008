"""The files that a list of cases can be taken away in."""

from caselight.core.people import Principal, Right
from caselight.services import exporting
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
