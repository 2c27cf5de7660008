"""Incident: something broke once, and was mended."""

from caselight.core.records.interruption import Interruption


class Incident(Interruption):
    """I2: a one-off, with its time, the systems or services hit, severity and resolution."""

    key = "incident"
    title = "Incident"
    tags = ("incident",)
    guidance = "Something broke once and hit a service. No outage of the whole, and no fault of one application alone."
