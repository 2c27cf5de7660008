"""Escalations as they follow a case: raised, acknowledged, paused, handed on and ended with it."""

from caselight.services.escalating.following import accept, end_all, go_on, hand_over, hold, put_back
from caselight.services.escalating.raising import functional, hierarchical, next_call, watch

__all__ = [
    "accept",
    "end_all",
    "functional",
    "go_on",
    "hand_over",
    "hierarchical",
    "hold",
    "next_call",
    "put_back",
    "watch",
]
