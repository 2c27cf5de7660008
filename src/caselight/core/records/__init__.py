"""Record templates: what each type of case asks, and the register of them all."""

from caselight.core.records.base import Record, Template
from caselight.core.records.check import owed, validate
from caselight.core.records.field import FormField, Span, Stage
from caselight.core.records.reading import cells, columns, form_fields, personal, spans
from caselight.core.records.register import FAILURES, INTERRUPTIONS, TYPES, loggable, resolve_tag
from caselight.core.records.standard import Channel, RootCause, Standard

__all__ = [
    "FAILURES",
    "INTERRUPTIONS",
    "TYPES",
    "Channel",
    "FormField",
    "Record",
    "RootCause",
    "Span",
    "Stage",
    "Standard",
    "Template",
    "cells",
    "columns",
    "form_fields",
    "loggable",
    "owed",
    "personal",
    "resolve_tag",
    "spans",
    "validate",
]
