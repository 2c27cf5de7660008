"""Reviews of periods: read in one snapshot, frozen, and never changed."""

from caselight.services.reviews.making import freeze, make, worked_out
from caselight.services.reviews.taking import take

__all__ = ["freeze", "make", "take", "worked_out"]
