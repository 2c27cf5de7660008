"""One recovery as its sheets tell it: what was offered, whether it held, and what the customer says of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from caselight.core.records import TYPES
from caselight.core.sheets.doing import Checklist, Confirmation
from caselight.core.sheets.talking import Direction

RECOVERIES = tuple(key for key, record in TYPES.items() if record.family == "recovery")
KINDS = ("interaction", "action", "resolution", "feedback", "checklist")
POINTS = tuple(Checklist.model_fields)
SATISFIED, DISSATISFIED = 4, 2  # from 4 on, and up to 2, of 5


@dataclass(frozen=True, slots=True)
class Noted:
    """One sheet of a recovery; `entered_at` is when it was written down, `at` when it happened."""

    number: int
    kind: str
    at: datetime
    entered_at: datetime
    due_at: datetime | None = None
    done_at: datetime | None = None
    amount: int | None = None  # hundredths
    currency: str | None = None
    score: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Recovery:
    """A recovery with its sheets, in the order they were added."""

    number: int
    opened_at: datetime
    responded_at: datetime | None = None
    settled_at: datetime | None = None  # resolved, and not opened again
    nature: str | None = None  # of the failure
    sheets: tuple[Noted, ...] = ()

    def known(self, at: datetime) -> "Recovery":
        """Return it as it was known at an instant; a sheet corrected since counts as it says now."""
        sheets = tuple(
            replace(sheet, done_at=_by(sheet.done_at, at)) for sheet in self.sheets if sheet.entered_at <= at
        )
        return replace(
            self, sheets=sheets, responded_at=_by(self.responded_at, at), settled_at=_by(self.settled_at, at)
        )

    @cached_property
    def answer(self) -> str | None:
        """Return what the customer said to the resolution, by the last one; None without a resolution."""
        last = self._last("resolution")
        return last.details.get("confirmed") if last else None

    @property
    def is_offered(self) -> bool:
        """Say whether a reply offered something, something was done, or a resolution is on record."""
        offers = any(sheet.details.get("offered") for sheet in self.of("interaction"))
        return offers or any(sheet.kind in {"action", "resolution"} for sheet in self.sheets)

    @property
    def is_accepted(self) -> bool:
        """Say whether the customer took it: they confirmed it, liked a reply that offered it, or an action worked."""
        if self.answer in {Confirmation.CONFIRMED, Confirmation.REFUSED}:
            return self.answer == Confirmation.CONFIRMED
        taken = (sheet.details.get("offered") and sheet.details.get("satisfied") for sheet in self.of("interaction"))
        return any(taken) or any(sheet.details.get("worked") for sheet in self.of("action"))

    @property
    def is_confirmed(self) -> bool:
        """Say whether the customer confirmed the resolution."""
        return self.answer == Confirmation.CONFIRMED

    @cached_property
    def feedback(self) -> Noted | None:
        """Return the customer's last marks."""
        return self._last("feedback")

    @property
    def before(self) -> int | None:
        """Return the mark for the time it went wrong."""
        return self.feedback.details.get("score_before") if self.feedback else None

    @property
    def after(self) -> int | None:
        """Return the mark for now that we have acted."""
        return self.feedback.score if self.feedback else None

    @property
    def would_return(self) -> int | None:
        """Return how likely the customer is to return, of 10."""
        return self.feedback.details.get("would_return") if self.feedback else None

    @property
    def was_asked(self) -> bool:
        """Say whether the customer was asked: it is settled and nobody wrote that they were not, or they answered."""
        is_settled = self.settled_at is not None and self.answer != Confirmation.NOT_ASKED
        return is_settled or self.feedback is not None

    @property
    def is_recovered(self) -> bool:
        """Say whether they confirmed it and are satisfied, or more so than before; silence is no success."""
        if self.after is None or not self.is_confirmed:
            return False
        return self.after >= SATISFIED or (self.before is not None and self.after > self.before)

    @property
    def was_dissatisfied(self) -> bool:
        """Say whether they gave marks for both times, and at first a bad one."""
        return self.after is not None and self.before is not None and self.before <= DISSATISFIED

    @property
    def is_turned(self) -> bool:
        """Say whether they were dissatisfied at first and satisfied after."""
        return self.was_dissatisfied and self.after is not None and self.after >= SATISFIED

    def follow_up(self, now: datetime) -> str:
        """Return how the follow-ups of its resolutions stand: none, overdue, ahead or done."""
        due = [sheet for sheet in self.of("resolution") if sheet.due_at]
        left = [sheet.due_at for sheet in due if sheet.due_at and not sheet.done_at]
        if not left:
            return "done" if due else "none"
        return "overdue" if min(left) < now else "ahead"

    @property
    def remedied_at(self) -> datetime | None:
        """Return when something was done for the customer first."""
        return min((sheet.at for sheet in self.of("action")), default=None)

    @property
    def confirmed_at(self) -> datetime | None:
        """Return when the resolution that the customer confirmed was entered."""
        last = self._last("resolution")
        return last.at if last and self.is_confirmed else None

    @cached_property
    def given(self) -> dict[str, int]:
        """Return what the customer was given, by currency."""
        return summed(self.of("action"))

    @property
    def contacts(self) -> int:
        """Return how often we and the customer spoke, and something was done: the effort."""
        return sum(sheet.kind in {"interaction", "action"} for sheet in self.sheets)

    @property
    def replied_at(self) -> datetime | None:
        """Return when the customer first heard from us: the response on record, or the first word to them."""
        spoken = [sheet.at for sheet in self.of("interaction") if sheet.details.get("direction") == Direction.OUT]
        return min([*spoken, *([self.responded_at] if self.responded_at else [])], default=None)

    @property
    def has_checklist(self) -> bool:
        """Say whether it is settled and somebody kept its checklist."""
        return self.settled_at is not None and self._last("checklist") is not None

    def leaves_out(self, point: str) -> bool:
        """Say whether a point of the checklist was left out; of one that is still going on nothing is yet."""
        last = self._last("checklist")
        return self.has_checklist and last is not None and not last.details.get(point)

    def of(self, kind: str) -> Iterator[Noted]:
        """Yield its sheets of a kind."""
        return (sheet for sheet in self.sheets if sheet.kind == kind)

    def _last(self, kind: str) -> Noted | None:
        return max(self.of(kind), key=lambda sheet: (sheet.at, sheet.number), default=None)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a customer who needed no winning back says: on a case whose promises were kept."""

    number: int
    opened_at: datetime
    score: int
    would_return: int | None = None


def summed(sheets: Iterable[Noted]) -> dict[str, int]:
    """Return the amounts on sheets by currency, in hundredths."""
    found: dict[str, int] = {}
    for sheet in sheets:
        if sheet.amount and sheet.currency:
            found[sheet.currency] = found.get(sheet.currency, 0) + sheet.amount
    return found


def _by(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant and instant <= at else None
