"""What a template and the details kept under it say to forms, files and screens."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from caselight.core import instant
from caselight.core.records.base import Template, fields_by_name
from caselight.core.records.field import FormField

BETWEEN = "; "


def form_fields(template: type[Template]) -> tuple[FormField, ...]:
    """Return the fields of a template in the order of its form."""
    return tuple(fields_by_name(template).values())


def columns(template: type[Template]) -> tuple[str, ...]:
    """Return the column names of a file of such records."""
    return tuple(fields_by_name(template))


def cells(template: type[Template], details: Mapping[str, Any]) -> dict[str, str]:
    """Return one row of such a file as text; `validate` reads it back."""
    return {name: cell(details.get(name)) for name in columns(template)}


def personal(template: type[Template]) -> frozenset[str]:
    """Return the names of the fields that are kept apart and can be erased."""
    return frozenset(name for name, about in fields_by_name(template).items() if about.personal)


def spans(template: type[Template], details: Mapping[str, Any]) -> dict[str, timedelta]:
    """Return the spans that the details hold both ends of, such as the downtime, by label; none below zero."""
    found = {}
    for name, about in fields_by_name(template).items():
        if about.span and details.get(name) and details.get(about.span.since):
            length = instant.read(details[name]) - instant.read(details[about.span.since])
            if length >= timedelta():
                found[about.span.label] = length
    return found


def cell(value: object) -> str:
    """Return a value as a file shows it: yes and no, parts separated by semicolons, nothing as nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return BETWEEN.join(value)
    return "" if value is None else str(value)
