"""Outage: a service is gone."""

from caselight.core.choice import Choice
from caselight.core.records.field import field
from caselight.core.records.interruption import Schedulable, Severity


class Reach(Choice):
    """How far an outage reaches."""

    WHOLE = "whole system"
    SITE = "one site or region"
    SERVICE = "one service"


class Outage(Schedulable):
    """I3: system-wide or prolonged, scheduled or unscheduled."""

    key = "outage"
    title = "Outage"
    tags = ("outage", "down")
    guidance = "A service cannot be used at all, for everybody or for long. Log it at once; details can follow."
    usual_severity = Severity.MAJOR

    reach: Reach | None = field(
        "Reach",
        "How far it goes as far as you know now; correct it when you know more.",
    )
