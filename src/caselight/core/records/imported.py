"""Imported case: the standard fields only, as another system recorded it."""

from caselight.core.records.base import Record


class Imported(Record):
    """A case brought in from a file that says nothing about its type."""

    key = "imported"
    title = "Imported case"
    family = "service failure"
    guidance = "Brought in from another system. Nobody logs one by hand."
