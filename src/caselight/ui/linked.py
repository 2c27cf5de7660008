"""The cases linked to a case: what it follows or was merged into, and what points to it."""

from caselight.core.people import Principal
from caselight.core.wording import moment, reference
from caselight.store import linked
from caselight.store.casefile import CaseFile
from caselight.ui import data, html


def show(me: Principal, file: CaseFile) -> None:
    """Draw them, where there are any."""
    found = data.read(linked.of_case, me.scope, file.id)
    now, zone = data.now(), data.zone()
    rows = [
        {
            "way": one.way[:1].upper() + one.way[1:],
            "case": reference(one.number),
            "title": one.title,
            "about": f"{one.status}, opened {moment(one.opened_at, zone, now=now)}",
        }
        for one in found
    ]
    html.draw("case_linked", rows=rows)
