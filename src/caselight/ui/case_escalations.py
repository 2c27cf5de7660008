"""The escalations of a case: each with what is late on it and what can be done, and the form that raises one."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

import streamlit as st

from caselight.core.ladder import Ladder
from caselight.core.lifecycle import OPEN
from caselight.core.people import Principal, Right
from caselight.store import escalations
from caselight.store.casefile import CaseFile
from caselight.store.escalations import EscalationRow
from caselight.ui import data, escalate, escalation_acts, escalation_words, html, ladder


def show(me: Principal, file: CaseFile, now: datetime, zone: tzinfo) -> None:
    """Draw the panel; for a case that is over and was never escalated there is none."""
    rows = data.read(escalations.of_case, me.scope, file.id)
    is_open = file.status in OPEN
    works = is_open and me.may(Right.WORK)
    if not rows and not is_open:
        return
    with st.container(key="panel_escalations"):
        with st.container(horizontal=True, horizontal_alignment="distribute", key="escalations_head"):
            found = ladder.read(me, file.id, now) if is_open else None
            html.draw("case_escalations", counted=counted(rows), called=called(found, now), width="content")
            if works and not escalate.is_open(file.id):
                escalate.button(file.id)
        if works and escalate.is_open(file.id):
            escalate.show(me, file, now)
        for row in reversed(rows):
            html.draw("case_escalation", one=escalation_words.view(row, now, zone))
            if works:
                escalation_acts.show(me, file, row)


def counted(rows: Sequence[EscalationRow]) -> str:
    """Return how many are open, and how many there were."""
    still = sum(row.ended_at is None for row in rows)
    parts = [f"{count} {word}" for count, word in ((still, "open"), (len(rows) - still, "ended")) if count]
    return ", ".join(parts) or "none yet"


def called(found: Ladder | None, now: datetime) -> str:
    """Return who would be called if it were escalated now, and who after that."""
    if found is None:
        return ""
    teams = [ladder.team(call) for call in found.would_be_called(now)]
    return f"would be called now: {', then '.join(teams)}" if teams else "no team is above this one"
