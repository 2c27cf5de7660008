"""Third-party interruption: somebody else's service failed us."""

from caselight.core.records.field import Stage, field
from caselight.core.records.interruption import Schedulable


class Vendor(Schedulable):
    """I8: the vendor named, and what it did to what we deliver."""

    key = "vendor"
    title = "Third-party interruption"
    tags = ("vendor", "supplier")
    guidance = (
        "A supplier's service failed and ours with it. Name the supplier: the contract with them needs the proof."
    )

    vendor: str | None = field(
        "Vendor",
        "The supplier by the name in the contract, and which of its services.",
        required=Stage.LOGGING,
    )
    vendor_reference: str | None = field(
        "Vendor's own id",
        "The number of the case at the supplier, to quote when you call them.",
    )
    effect_on_delivery: str | None = field(
        "Effect on delivery",
        "What we could not deliver, to whom and for how long; what still went through.",
        multiline=True,
        required=Stage.RESOLVING,
    )
