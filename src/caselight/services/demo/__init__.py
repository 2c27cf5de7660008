"""The demo: a scenario of 180 days that end now, and agents who go on from there."""

from caselight.services.demo.live import live, step
from caselight.services.demo.load import Loaded, load

__all__ = ["Loaded", "live", "load", "step"]
