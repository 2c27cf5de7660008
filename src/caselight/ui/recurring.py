"""That something comes again: on the page of a case, and while a new one is typed."""

from datetime import tzinfo

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.recurrence import WITHIN, Seen, kind_of, ordinal
from caselight.core.wording import MINUTE, moment, reference
from caselight.services import problems as services
from caselight.services.problems import Draft
from caselight.store import problems, recurrence, suggest
from caselight.store.casefile import CaseFile
from caselight.store.recurrence import Occurrence
from caselight.ui import act, data, html
from caselight.ui.draft import Known, LogPlan
from caselight.ui.problems import kind_in_words, link

SHOWN = 3
FORM = "recurring"
NEWEST = 10**12  # a case not logged yet comes after every other


def show(me: Principal, file: CaseFile) -> None:
    """Draw which case of its kind this one is, and the problem behind it; leads link it or open one here."""
    kind = kind_of(
        client_id=file.client_id,
        service_id=file.service_id,
        root_cause=file.root_cause,
        record_type=file.record_type,
    )
    earlier = data.read(recurrence.of_case, me.scope, file.id)
    behind = data.read(problems.behind, me.scope, file.id) if me.may(Right.WORK) else None
    if not earlier and behind is None:
        return  # the first of its kind: nothing to say
    with st.container(key="panel_recurring"):
        html.draw(
            "case_recurring",
            nth=ordinal(len(earlier) + 1) if earlier else "",
            kind=kind_in_words(kind, file.service),
            days=WITHIN.days,
            rows=_rows(earlier, data.zone()),
            more=max(0, len(earlier) - SHOWN),
            problem=behind,
        )
        if behind is None and me.may(Right.ANY_TEAM):
            _to_a_problem(me, file)


def while_typing(plan: LogPlan, known: Known) -> None:
    """Draw which case of its kind the line would log, its cause still unknown."""
    if plan.client is None or not plan.draft.title:
        return
    services = data.read(suggest.service_ids, known.me.scope, plan.client.id)
    kind = kind_of(
        client_id=plan.client.id,
        service_id=services.get(plan.service or ""),
        root_cause=None,
        record_type=plan.record.key,
    )
    minute = known.now.replace(second=0, microsecond=0) + MINUTE  # by the minute: the answer is kept that long
    earlier = data.read(recurrence.before, known.me.scope, Seen(NEWEST, minute, kind))
    if not earlier:
        return
    with st.container(key="panel_recurring_line"):
        html.draw(
            "case_recurring",
            nth=ordinal(len(earlier) + 1),
            kind=kind_in_words(kind, plan.service),
            days=WITHIN.days,
            rows=_rows(earlier, known.zone),
            more=max(0, len(earlier) - SHOWN),
            problem=None,
        )


def _rows(earlier: list[Occurrence], zone: tzinfo) -> list[dict[str, str]]:
    now = data.now()
    return [
        {
            "case": reference(one.number),
            "title": one.title,
            "about": f"{one.status}, opened {moment(one.opened_at, zone, now=now)}",
        }
        for one in earlier[:SHOWN]
    ]


def _to_a_problem(me: Principal, file: CaseFile) -> None:
    known = [
        row for row in data.read(problems.problems, me.scope) if row.client_id == file.client_id and not row.closed_at
    ]
    with st.container(horizontal=True, vertical_alignment="bottom", key="to_a_problem"):
        if known:
            named = {f"{row.id}: {row.title}": row.id for row in known}
            one = st.selectbox("Problem behind it", list(named), key="recurring_problem", label_visibility="collapsed")
            st.button("Link", key="recurring_link", on_click=link, args=(named[one], (file.id,)))
        st.button("Open a problem", key="recurring_open", on_click=_open, args=(file,))


def _open(file: CaseFile) -> None:
    """Open a problem with what is known of this case, and link it."""
    draft = Draft(
        title=file.title,
        record_type=file.record_type,
        service=file.service,
        root_cause=file.root_cause,
    )
    act.configure(
        services.begin,
        file.client_id,
        draft,
        form=FORM,
        said=f"A problem is open for {reference(file.id)}; say more on its page.",
        cases=(file.id,),
    )
