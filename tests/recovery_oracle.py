"""Recoveries made at random, and their figures again: slow and obvious, on plain lists."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from caselight.core.recovery import KINDS, POINTS, Mark, Noted, Recovery
from kpi_oracle import kaplan_meier

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOW = MONDAY + 60 * HOUR
CONFIRMED, REFUSED, NOT_ASKED = "confirmed by the customer", "not accepted by the customer", "customer not asked yet"
hours = st.integers(0, 70).map(lambda hour: MONDAY + hour * HOUR)  # few instants, so that many are equal
perhaps = st.none() | st.booleans()
DETAILS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "interaction": {
        "direction": st.sampled_from(["to the customer", "from the customer"]),
        "offered": st.sampled_from([None, "A refund"]),
        "satisfied": perhaps,
    },
    "action": {
        "action": st.sampled_from(["refund", "credit", "apology"]),
        "department": st.sampled_from([None, "Care", "Billing"]),
        "worked": perhaps,
    },
    "resolution": {"confirmed": st.sampled_from([CONFIRMED, REFUSED, "no answer from the customer", NOT_ASKED])},
    "feedback": {"score_before": st.none() | st.integers(1, 5), "would_return": st.none() | st.integers(0, 10)},
    "checklist": dict.fromkeys(POINTS, perhaps),
}


@st.composite
def a_sheet(draw: st.DrawFn, number: int) -> Noted:
    kind = draw(st.sampled_from(KINDS))
    paid = kind == "action" and draw(st.booleans())
    return Noted(
        number,
        kind,
        at=draw(hours),
        entered_at=draw(hours),
        due_at=draw(st.none() | hours) if kind in {"action", "resolution"} else None,
        done_at=draw(st.none() | hours),
        amount=draw(st.sampled_from([100, 2500, 2500, 7000])) if paid else None,
        currency=draw(st.sampled_from(["EUR", "GBP"])) if paid else None,
        score=draw(st.integers(1, 5)) if kind == "feedback" else None,
        details=draw(st.fixed_dictionaries(DETAILS[kind])),
    )


@st.composite
def a_recovery(draw: st.DrawFn) -> Recovery:
    opened_at = draw(hours)
    sheets = [draw(a_sheet(number)) for number in range(2, 2 + draw(st.integers(0, 6)))]
    return Recovery(
        draw(st.integers(1, 10**6)),
        opened_at,
        responded_at=draw(st.none() | hours),
        settled_at=draw(st.none() | hours),
        sheets=tuple(sheets),
    )


some = st.lists(a_recovery(), max_size=12, unique_by=lambda one: one.number)
some_marks = st.lists(
    st.builds(Mark, st.integers(1, 10**6), hours, st.integers(1, 5), st.none() | st.integers(0, 10)), max_size=40
)


def last(one: Recovery, kind: str) -> Noted | None:
    """Return the sheet that happened last; of two at once the one added later."""
    found = None
    for sheet in one.sheets:
        is_later = found is None or (sheet.at, sheet.number) > (found.at, found.number)
        if sheet.kind == kind and is_later:
            found = sheet
    return found


def is_part(one: Recovery, name: str) -> bool:
    """Say whether a recovery is in a part, in so many words."""
    resolution, feedback, checklist = (last(one, kind) for kind in ("resolution", "feedback", "checklist"))
    said = resolution.details["confirmed"] if resolution else ""
    before = feedback.details["score_before"] if feedback else None
    after = feedback.score if feedback else None
    sheets = {kind: [sheet for sheet in one.sheets if sheet.kind == kind] for kind in KINDS}
    liked = any(each.details["offered"] and each.details["satisfied"] for each in sheets["interaction"])
    worked = any(each.details["worked"] for each in sheets["action"])
    due = [each for each in sheets["resolution"] if each.due_at is not None]
    is_late = any(each.due_at < NOW and each.done_at is None for each in due)
    answers: dict[str, bool] = {
        "opened": True,
        "offered": any(each.details["offered"] for each in sheets["interaction"])
        or len(sheets["action"]) + len(sheets["resolution"]) > 0,
        "accepted": said == CONFIRMED or (said != REFUSED and (liked or worked)),
        "confirmed": said == CONFIRMED,
        "agreed": due != [],
        "done": due != [] and all(each.done_at is not None for each in due),
        "overdue": is_late,
        "settled": one.settled_at is not None,
        "asked": after is not None or (one.settled_at is not None and said != NOT_ASKED),
        "answered": after is not None,
        "recovered": after is not None and said == CONFIRMED and (after > 3 or (before is not None and after > before)),
        "dissatisfied": before in (1, 2),
        "turned": before in (1, 2) and after in (4, 5),
        "replied": one.responded_at is not None
        or any(each.details["direction"] == "to the customer" for each in sheets["interaction"]),
        "acted": sheets["action"] != [],
        "paid": any(each.amount for each in sheets["action"]),
        "checked": one.settled_at is not None and checklist is not None,
    }
    would = feedback.details["would_return"] if feedback else None
    answers |= {
        "unchecked": one.settled_at is not None and checklist is None,
        "repaid": answers["recovered"] and answers["paid"],
        "likely": would is not None and would >= 9,
        "unlikely": would is not None and would <= 6,
        **{f"not_{other}": not answers[other] for other in ("replied", "acted", "confirmed")},
    }
    if name in answers:
        return answers[name]
    kind, _, value = name.partition("_")
    if kind == "left":
        return one.settled_at is not None and checklist is not None and checklist.details[value] is not True
    if kind == "did":
        return any(each.details["action"] == value.replace("_", " ") for each in sheets["action"])
    given = {"before": before, "after": after, "return": would}
    return given[kind] == int(value)


def waits(rows: list[Recovery], done: Callable[[Recovery], datetime | None]) -> tuple[float | None, float | None]:
    """Return half and 9 in 10 of the hours until a step, nothing kept back."""
    ended, waiting = [], []
    for one in rows:
        at = done(one)
        end = at or (min(NOW, one.settled_at) if one.settled_at else NOW)
        span = max(0.0, (end - one.opened_at) / HOUR)
        ended.append(span) if at else waiting.append(span)
    return kaplan_meier(ended, waiting, 0.5), kaplan_meier(ended, waiting, 0.9)
