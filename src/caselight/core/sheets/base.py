"""A sheet: a short form filled in on a case, such as an interaction, an action or feedback."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from caselight.core.records.base import Template
from caselight.core.records.field import FormField, Stage

Line = Literal["Interaction", "Action", "Resolution", "Feedback"]

# Fields of these names are kept in a column of their own besides the details, for lists and figures.
COLUMNS = ("at", "due_at", "amount", "currency", "score")
HUNDREDTHS = 100


class Sheet(Template):
    """What one kind of sheet asks; its fields are declared as those of a record are."""

    key: ClassVar[str]
    title: ClassVar[str]
    line: ClassVar[Line]  # what the timeline calls it
    guidance: ClassVar[str]
    rows: ClassVar[tuple[tuple[str, ...], ...]]  # which fields stand beside each other in its form
    says: ClassVar[tuple[str, ...]] = ()  # its sentences on the timeline; one is left out while a field of it is empty
    follow_up: ClassVar[str] = ""  # what its `due_at` is the due instant of
    is_single: ClassVar[bool] = False  # a case has one at most: a second is a correction of the first
    owed: ClassVar[Stage | None] = None
    owed_for: ClassVar[Literal["serious", "recovery"]] = "serious"  # or of every recovery

    @classmethod
    def reaches_the_customer(cls, _details: Mapping[str, Any]) -> bool:
        """Say whether the customer heard from us by what the sheet says."""
        return False

    @classmethod
    def faults(cls, _details: Mapping[str, Any]) -> dict[str, str]:
        """Return what does not go together, as a sentence for each field at fault."""
        return {}


def hundredths(amount: str | None) -> int | None:
    """Return an amount of money in whole hundredths of its currency."""
    return None if amount is None else int(Decimal(amount) * HUNDREDTHS)


def is_words(about: FormField) -> bool:
    """Say whether a field holds somebody's own words: kept as a text of its event, which can be erased."""
    return about.personal or about.kind in {"line", "text"} or (about.kind == "choice" and not about.choices)
