"""The clocks, escalations and thresholds of an export as they are written: ids of here for what they name."""

from typing import Any

from caselight.services.importing.names import Names
from caselight.services.importing.own.agreed import Agreed
from caselight.services.importing.own.kept import Kept, Values
from caselight.store.bulk import Threshold
from caselight.store.tables import CaseClock, Escalation

Rows = list[dict[str, Any]]
OPTIONAL = {
    model: {name: None for name, about in model.model_fields.items() if name != "id" and about.default is None}
    for model in (CaseClock, Escalation)
}


def clocks(kept: Kept, here: Agreed) -> Rows:
    """Return the clocks; each is looked at again when it would have been."""
    return [
        OPTIONAL[CaseClock]
        | {name: value for name, value in row.items() if name in CaseClock.model_fields}
        | {
            "promise": promise,
            "contract_id": here.contracts[kept.case["client"], row["contract_from"]],
            "calendar_id": here.calendar(row),
            "matrix_id": here.matrix.get(row.get("matrix", "")),
        }
        for promise, row in sorted(kept.clocks.items())
    ]


def escalations(kept: Kept, names: Names, here: Agreed) -> Rows:
    """Return the escalations in their order."""
    return [
        OPTIONAL[Escalation]
        | {name: value for name, value in row.items() if name in Escalation.model_fields}
        | {
            "initiator_id": names.people.get(row.get("initiator")),
            "person_id": names.people.get(row.get("person")),
            "acknowledged_by": names.people.get(row.get("acknowledged_by")),
            "from_team_id": names.team(row.get("from_team"))[0],
            "team_id": names.team(row.get("team"))[0],
            "calendar_id": here.calendar(row),
            "matrix": _by_id(row["matrix"], names),
            "details": row.get("details", {}),
        }
        for _, row in sorted(kept.escalations.items())
    ]


def thresholds(kept: Kept) -> list[Threshold]:
    """Return the thresholds that were passed in their order."""
    own = ("threshold", "cycle", "due_at", "fired_at", "is_late")
    return [
        Threshold(
            {name: row[name] for name in own},
            clock=row.get("clock") or row["step"],
            of=row.get("escalation"),
            raised=row.get("raised"),
        )
        for _, row in sorted(kept.thresholds.items())
    ]


def _by_id(matrix: Values, names: Names) -> Values:
    """Return the row of the matrix as an escalation keeps it: client and team by their ids."""
    team_id = names.teams.get(matrix.get("team", ""), (None, 0))[0]
    ids = {"client_id": names.clients.get(matrix.get("client", "")), "team_id": team_id}
    kept = {name: value for name, value in matrix.items() if name not in ("client", "team")}
    return kept | {name: value for name, value in ids.items() if value is not None}
