"""The register of record types: a new type is a class and its name here."""

from caselight.core.records.base import Record
from caselight.core.records.communication import Communication
from caselight.core.records.communication_disruption import CommunicationDisruption
from caselight.core.records.compliance import Compliance
from caselight.core.records.customer_service import CustomerService
from caselight.core.records.degradation import Degradation
from caselight.core.records.delivery import Delivery
from caselight.core.records.error import Error
from caselight.core.records.imported import Imported
from caselight.core.records.incident import Incident
from caselight.core.records.maintenance import Maintenance
from caselight.core.records.outage import Outage
from caselight.core.records.process_deviation import ProcessDeviation
from caselight.core.records.recovery import Recovery
from caselight.core.records.technical import Technical
from caselight.core.records.vendor import Vendor

TYPES: dict[str, type[Record]] = {
    record.key: record
    for record in (
        *(Technical, CustomerService, ProcessDeviation, Delivery, Compliance, Communication),
        *(Incident, Outage, Degradation, Error, CommunicationDisruption, Maintenance, Vendor),
        Recovery,
        Imported,
    )
}

FAILURES = tuple(key for key, record in TYPES.items() if record.family == "service failure")
INTERRUPTIONS = tuple(key for key, record in TYPES.items() if record.family == "interruption")


def loggable() -> tuple[type[Record], ...]:
    """Return the types that a person may log, in the order of the register."""
    return tuple(record for record in TYPES.values() if record.tags)


def resolve_tag(tag: str) -> type[Record] | None:
    """Return the type that `tag` names: one of its tags, or the beginning of the tags of one type only."""
    begun = tag.casefold()
    exact = [record for record in loggable() if begun in record.tags]
    found = exact or [record for record in loggable() if begun and any(own.startswith(begun) for own in record.tags)]
    return found[0] if len(found) == 1 else None
