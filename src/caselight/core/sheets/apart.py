"""Personal fields: kept apart as texts of the event that says them, so that they can be erased."""

from collections.abc import Mapping

from caselight.core.records.reading import personal
from caselight.core.sheets.register import SHEETS


def text_key(number: int, name: str) -> str:
    """Return what the texts of an event call a field of a sheet."""
    return f"sheet.{number}.{name}"


def words(kind: str, number: int, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the personal fields of a sheet out of the texts of the event that holds them; none that was erased."""
    keys = {name: text_key(number, name) for name in personal(SHEETS[kind])}
    return {name: texts[key] for name, key in keys.items() if key in texts}
