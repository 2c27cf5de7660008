"""What a person may enter in the form of any record template."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from caselight.core.records import FormField, Template, form_fields

LINES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 – bounds
VALUES: dict[str, st.SearchStrategy[object]] = {
    "line": LINES,
    "text": st.lists(LINES).map("\n".join),
    "choice": LINES,
    "many": st.lists(LINES, max_size=4),
    "money": st.decimals(0, 10**6, places=2),
    "instant": MOMENTS,
    "yes/no": st.booleans(),
}


def a_value(field: FormField) -> st.SearchStrategy[object]:
    """Return what a person may enter; a span that must end after it starts ends late."""
    if field.span and field.span.open_end:
        return MOMENTS.map(lambda at: at + timedelta(days=4000))
    if field.kind == "number":
        return st.integers(field.least, field.most) | st.just("unknown")
    return st.sampled_from(field.choices) if field.choices else VALUES[field.kind]


def entries(template: type[Template]) -> st.SearchStrategy[dict[str, object]]:
    """Return forms filled in completely, partly or not at all."""
    return st.fixed_dictionaries({}, optional={field.name: a_value(field) for field in form_fields(template)})
