"""The schedules of reviews: which client gets one when, and to whom it is sent."""

from caselight.ui.filters import Asked


def show(_asked: Asked) -> None:
    """Draw nothing yet."""
