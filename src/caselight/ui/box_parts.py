"""The parts below and beside the one box: chips, preview, choices, duplicates, last entries."""

from collections.abc import Callable, Sequence

import streamlit as st

from caselight.core import lateness
from caselight.core.oneline import Verb
from caselight.core.priority import label
from caselight.core.records import RootCause
from caselight.core.refusal import Refusal
from caselight.core.wording import age, reference
from caselight.services import verbs
from caselight.store import board, casefile, suggest
from caselight.store.casefile import CaseFile
from caselight.store.suggest import Before
from caselight.ui import act, data, draft, forms, html, owed_fields, preview, promises, recurring
from caselight.ui.draft import Known, LogPlan, Plan, UpdatePlan

BOX, FORM, CAUSE = "box", "box", "box_cause"
KEPT = "box_kept"  # the line as it stood, for the next page: the bar's box and the page's are two fields to Streamlit
ASKS_CAUSE = (Verb.RESOLVE, Verb.CLOSE)


def put(line: str) -> None:
    """Put a line into the box; for callbacks."""
    st.session_state[BOX] = st.session_state[KEPT] = line


def understood(plan: Plan, now: Known, refused: Refusal | None, *, choose: Callable[[int], None]) -> None:
    """Draw the chips, what is wrong, and what Enter will do."""
    given = [chip for chip in plan.draft.chips if chip.given]
    html.draw("box_chips", given=given, filled=[chip for chip in plan.draft.chips if not chip.given])
    if refused:
        html.draw("refusal", sentence=refused.sentence)
    if isinstance(plan, LogPlan):
        _log(plan, now, refused)
    elif several := draft.choices(plan):
        _choices(several, choose)
    else:
        _update(plan, now, refused)


def saved(case: str, owed: str) -> None:
    """Draw that the case is saved, and what it will owe."""
    html.draw("box_saved", case=case, owed=owed)


def aside(plan: Plan, now: Known) -> None:
    """Draw what the line may mean besides: possible duplicates of a new case."""
    if isinstance(plan, LogPlan):
        duplicates(plan, now)
        recurring.while_typing(plan, now)


def duplicates(plan: LogPlan, now: Known) -> None:
    """Draw open cases like this one; adding to one of them is one click."""
    found = draft.duplicates(plan, now)
    if not found:
        return
    with st.container(key="panel_duplicates"):
        html.draw("box_duplicates_head", n=len(found), client=plan.client.name if plan.client else "")
        for place, row in enumerate(found):
            _duplicate(row, plan, now, shortcut="Alt+J" if not place else None)


def client_now(plan: Plan, now: Known) -> None:
    """Draw how the client of the line stands: open, overdue, due soon, without owner."""
    name = plan.client.name if isinstance(plan, LogPlan) and plan.client else plan_client(plan)
    if not name:
        return
    cases = [case for case in data.read(board.open_cases, now.me.scope) if case.client == name]
    counts = (
        ("open", len(cases)),
        ("overdue", len(lateness.overdue(cases, now.now))),
        ("due soon", len(lateness.due_soon(cases, now.now))),
        ("no owner", len(lateness.unowned(cases))),
    )
    html.draw("box_client", client=name, counts=counts)


def cause(key: str) -> None:
    """Draw the root causes to pick one from."""
    causes = [each.label for each in RootCause]
    st.pills("Root cause. Owed at closing; one pick now saves a visit later", causes, key=key)


def plan_client(plan: Plan) -> str:
    """Return the client of the one case that an update means."""
    return plan.file.client if isinstance(plan, UpdatePlan) and plan.file else ""


def _log(plan: LogPlan, now: Known, refused: Refusal | None) -> None:
    fields = preview.owed_at_once(plan.record)
    if fields:
        forms.show(FORM, fields, errors=refused.fields if refused else {})
    offers = (
        data.read(
            suggest.promised,
            now.me.scope,
            plan.client.id,
            priority=plan.priority.value,
            at=now.now.replace(minute=0, second=0, microsecond=0),
        )
        if plan.client
        else []
    )
    html.draw(
        "box_log",
        title=plan.draft.title,
        facts=preview.log_facts(plan, offers, now),
        owed=preview.owed_later(plan.record, plan.priority),
        problem=plan.problem,
    )


def _update(plan: UpdatePlan, now: Known, refused: Refusal | None) -> None:
    file = plan.file
    if file is None:
        html.draw("box_problem", problem=plan.problem)
        return
    rows = data.read(casefile.clocks, now.me.scope, file.id)
    html.draw(
        "box_update",
        case=reference(file.id),
        file=file,
        priority=label(file.priority),
        clock=promises.most_urgent(promises.views(rows, now.now, now.zone)),
        steps=preview.steps(plan, file, rows, now),
        problem=plan.problem,
    )
    if plan.draft.verb in ASKS_CAUSE and file.root_cause is None:
        cause(CAUSE)
    if refused and refused.fields:
        owed_fields.show(FORM, file.record_type, refused.fields)


def _choices(several: Sequence[CaseFile], choose: Callable[[int], None]) -> None:
    with st.container(key="box_choices"):
        for place, file in enumerate(several):
            with st.container(horizontal=True, key=f"choice_{file.id}"):
                st.button(f"{place + 1}", key=f"choose_{place}", on_click=choose, args=(place,))
                html.draw("box_choice", case=reference(file.id), file=file, priority=label(file.priority))


def _duplicate(row: Before, plan: LogPlan, now: Known, *, shortcut: str | None) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", key=f"duplicate_{row.number}"):
        html.draw(
            "box_duplicate",
            case=reference(row.number),
            row=row,
            ago=age(row.opened_at, now.now, now.zone),
            width="content",
        )
        st.button(
            "Add to it", key=f"add_{row.number}", shortcut=shortcut, on_click=_add, args=(row.number, plan.draft.title)
        )


def _add(case: int, note: str) -> None:
    if act.do(verbs.note, case=case, form=FORM, note=note):
        put("")
