"""Fields of a week and of the days that differ from it: calendars and shifts are typed the same way."""

import streamlit as st

from caselight.core import shifts
from caselight.ui import admin_form, calendar_text


def days(form: str) -> None:
    """Draw a field for each day of the week."""
    for column, some in zip(st.columns(2, gap="small"), (shifts.DAYS[:4], shifts.DAYS[4:]), strict=True):
        with column:
            for day in some:
                _day(form, day)
    admin_form.errors_of(form, ["weekly"])


def holidays(form: str, label: str = "Holidays") -> None:
    """Draw the field of whole days without a shift."""
    admin_form.field(
        form,
        "holidays",
        lambda key: st.text_area(label, key=key, height=110),
        "One a line, such as 2026-12-25 Christmas Day.",
    )


def single_days(form: str) -> None:
    """Draw the field of single days with hours of their own."""
    admin_form.field(
        form,
        "exceptions",
        lambda key: st.text_area("Single days with hours of their own", key=key, height=80),
        f"One a line, such as 2026-12-24 09:00-12:00, or 2026-12-31 {calendar_text.CLOSED}.",
    )


def _day(form: str, day: str) -> None:
    label = day.capitalize()
    admin_form.field(form, day, lambda key: st.text_input(label, key=key, placeholder="09:00-12:00, 13:00-17:00"))
