"""The demo: a scenario of 180 days that end now, and agents who go on from there."""

from caselight.services.demo.live import live, step
from caselight.services.demo.load import Loaded, load
from caselight.services.demo.past_reviews import review_last_month

__all__ = ["Loaded", "live", "load", "review_last_month", "step"]
