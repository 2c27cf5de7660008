"""Reviews of periods: read in one snapshot, frozen, and never changed; by hand or by a schedule."""

from caselight.services.reviews.making import freeze, make, make_between, worked_out
from caselight.services.reviews.scheduling import Draft, end_schedule, set_schedule
from caselight.services.reviews.taking import take

__all__ = ["Draft", "end_schedule", "freeze", "make", "make_between", "set_schedule", "take", "worked_out"]
