"""The review of a period: what a client is told of it, worked out once and then frozen."""

from caselight.core.review.body import body
from caselight.core.review.facts import Acted, Again, Facts, Figures
from caselight.core.review.period import Period
from caselight.core.review.schedule import Every, Plan

__all__ = ["Acted", "Again", "Every", "Facts", "Figures", "Period", "Plan", "body"]
