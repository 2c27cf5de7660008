"""What customers of recoveries said, and the follow-ups with them that are past due."""

from datetime import datetime

from caselight.core.sheets import SHEETS
from caselight.core.wording import date, duration, reference
from caselight.ui import html, recovery_seen
from caselight.ui.filters import Asked
from caselight.ui.recovery_seen import Seen, link

MOST, LONGEST = 8, 280
SUGGESTED = "suggestions"


def comments(seen: Seen, asked: Asked) -> None:
    """Draw the newest comments: for colleagues alone, for they are the customers' own words."""
    found = recovery_seen.comments(asked, seen)
    html.draw(
        "recovery_comments",
        rows=[
            {
                "case": reference(one.case),
                "client": one.client,
                "on": date(one.at, asked.zone, now=seen.now),
                "mark": "" if one.score is None else f"{one.score} of 5",
                "is_suggestion": one.field == SUGGESTED,
                "text": one.text if len(one.text) <= LONGEST else f"{one.text[:LONGEST].rstrip()} …",
            }
            for one in found[:MOST]
        ],
        n=len(found),
        cases=len({one.case for one in found}),
        link=link(asked, "comments", seen.nature),
        more=len(found) - MOST,
    )


def overdue(asked: Asked, now: datetime) -> None:
    """Draw the follow-ups past due now, the longest first, with the way to their cases."""
    found = recovery_seen.overdue(asked, now)
    html.draw(
        "recovery_overdue",
        rows=[
            {
                "case": reference(one.case),
                "client": one.client,
                "title": one.title,
                "what": SHEETS[one.kind].follow_up,
                "late": duration(now - one.due_at),
            }
            for one in found[:MOST]
        ],
        n=len(found),
        cases=len({one.case for one in found}),
        link=link(asked, "late"),
        more=len(found) - MOST,
    )
