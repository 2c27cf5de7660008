"""The form for the next version of a contract: targets by promise and priority, tried first, then saved."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from caselight.core import spans, type_targets
from caselight.core.notice_kinds import CONTACT_TOLD
from caselight.core.priority import Priority
from caselight.core.promises import Promise
from caselight.core.refusal import Refusal
from caselight.core.wording import date
from caselight.services import contracts
from caselight.services.contracts import Aim, Draft
from caselight.services.running import Move
from caselight.store.agreements import ClientRow, TargetRow
from caselight.store.engine import Store
from caselight.ui import act, admin_form, data, html

FORM = "admin_contract"
PROMISES = tuple(promise.value for promise in Promise)
PRIORITIES = tuple(priority.value for priority in Priority)
ROUND_THE_CLOCK = "24×7"
WIDTHS = (1.3, 1, 1, 1, 1, 1.6)
TYPES = "record_types"  # the field of targets for one record type
Typed = dict[str, Any]


def show(client: ClientRow, calendars: dict[int, str], kept: Sequence[TargetRow]) -> None:
    """Draw the form, what a dry run said, and the ways to save."""
    html.draw("admin_contract_next", client=client.name, zone=client.zone)
    if refused := act.refusal(FORM):
        html.draw("refusal", sentence=refused.sentence if not refused.fields else "Look at the marked fields.")
    _terms(client)
    _contact()
    _targets(calendars)
    _of_types()
    given = (client, dict(calendars), tuple(kept))
    st.button("Try it", key="contract_try", on_click=admin_form.dry_run, args=(FORM, _try, given))
    moves = admin_form.tried(FORM)
    if moves is None:
        return
    admin_form.show_moves(moves, data.zone())
    with st.container(horizontal=True):
        st.button("Save for new cases", type="primary", key="contract_save", on_click=_saved, args=(given, False))
        if moves:
            clocks = "the running clock" if len(moves) == 1 else f"{len(moves)} running clocks"
            st.button(f"Save and move {clocks}", key="contract_apply", on_click=_saved, args=(given, True))


def _terms(client: ClientRow) -> None:
    columns = st.columns((1.4, 0.8, 0.8, 1.6), gap="small")
    today = date(data.now(), ZoneInfo(client.zone))
    with columns[0]:
        admin_form.field(
            FORM,
            "valid_from",
            lambda key: st.text_input("Valid from", key=key, placeholder=f"{data.now():%Y}-12-01 00:00"),
            f"In {client.zone}, where today is {today}.",
        )
    with columns[1]:
        admin_form.field(FORM, "percent", lambda key: st.text_input("To be met, percent", key=key))
    with columns[2]:
        admin_form.field(FORM, "retention_months", lambda key: st.text_input("Keep cases, months", key=key))
    with columns[3]:
        admin_form.field(
            FORM,
            "waiting_pauses",
            lambda key: st.checkbox("Waiting holds the resolution clock", key=key),
            "Acknowledging never holds a clock.",
        )


def _contact() -> None:
    left, right = st.columns((1.4, 3.2), gap="small")
    with left:
        admin_form.field(
            FORM,
            "contact",
            lambda key: st.text_input("Contact's e-mail", key=key, placeholder="nobody is told"),
            "Whom the client wants told, as soon as this version begins.",
        )
    with right:
        admin_form.field(
            FORM,
            "contact_told",
            lambda key: st.multiselect(
                "The contact is told when",
                list(CONTACT_TOLD),
                key=key,
                format_func=CONTACT_TOLD.__getitem__,
                placeholder="Never",
            ),
            "Without notes and without names of our people.",
        )


def _targets(calendars: dict[int, str]) -> None:
    names = [ROUND_THE_CLOCK, *dict.fromkeys(calendars.values())]
    heads = ("Targets", *(priority.label for priority in Priority), "Where the contract says so")
    for column, head in zip(st.columns(WIDTHS, gap="small"), heads, strict=True):
        with column:
            html.draw("admin_label", text=head)
    for promise in PROMISES:
        _row(
            promise[:1].upper() + promise[1:], [f"{promise}:{priority}" for priority in PRIORITIES], f"clause:{promise}"
        )
    columns = st.columns(WIDTHS, gap="small", vertical_alignment="center")
    with columns[0]:
        html.draw("admin_label", text="Counted in")
    for column, priority in zip(columns[1:], PRIORITIES, strict=False):
        with column:
            st.selectbox(
                f"Hours for P{priority}",
                names,
                key=admin_form.key_of(FORM, f"calendar:{priority}"),
                label_visibility="collapsed",
            )


def _of_types() -> None:
    admin_form.field(
        FORM,
        TYPES,
        lambda key: st.text_area("Targets for one record type", key=key, height=80, placeholder=type_targets.SHAPE),
        "A line goes before the targets above, in the same hours. Empty: every type is promised the same.",
    )


def _row(label: str, names: list[str], clause: str) -> None:
    """Draw one promise: a target for each priority and where the contract says so; below it what is wrong."""
    columns = st.columns(WIDTHS, gap="small", vertical_alignment="center")
    with columns[0]:
        html.draw("admin_label", text=label)
    for column, name in zip(columns[1:], names, strict=False):
        with column, admin_form.place(FORM, name):
            st.text_input(
                f"{label}, P{name[-1]}",
                key=admin_form.key_of(FORM, name),
                placeholder=f"P{name[-1]}: none",
                label_visibility="collapsed",
            )
    with columns[-1]:
        st.text_input(
            f"Clause, {label}",
            key=admin_form.key_of(FORM, clause),
            placeholder="clause",
            max_chars=contracts.CLAUSE_LIMIT,
            label_visibility="collapsed",
        )
    admin_form.errors_of(FORM, names)


Given = tuple[ClientRow, dict[int, str], tuple[TargetRow, ...]]


def _try(store: Store, said: Typed, given: Given, **who: Any) -> tuple[Move, ...]:  # noqa: ANN401 – actor and now
    return contracts.preview(store, _draft(said, given), **who)


def _save(
    store: Store,
    said: Typed,
    given: Given,
    *,
    apply_to_running: bool,
    **who: Any,  # noqa: ANN401 – actor and now
) -> tuple[int, tuple[Move, ...]]:
    return contracts.add(store, _draft(said, given), apply_to_running=apply_to_running, **who)


def _saved(given: Given, apply_to_running: bool) -> None:  # noqa: FBT001 – a button's arguments
    said = f"The next version for {given[0].name} is saved."
    act.configure(_save, admin_form.typed(FORM), given, form=FORM, said=said, apply_to_running=apply_to_running)


def _draft(said: Typed, given: Given) -> Draft:
    """Return what was typed as a draft; refuse what cannot be read, beside each field."""
    client, calendars, kept = given
    ids = {name: number for number, name in sorted(calendars.items(), reverse=True)}
    wrong: dict[str, str] = {}
    zone = ZoneInfo(client.zone)
    valid_from = admin_form.read(wrong, "valid_from", lambda: admin_form.instant_in(said["valid_from"], zone))
    percent = admin_form.read(wrong, "percent", lambda: _number(said["percent"], "percent"))
    months = admin_form.read(wrong, "retention_months", lambda: _number(said["retention_months"], "months"))
    aims = _aims_of_types(wrong, said, kept, ids)
    held = {(row.promise, row.priority): row.waiting_pauses for row in kept if not row.record_type}
    for promise in PROMISES:
        for priority in PRIORITIES:
            name = f"{promise}:{priority}"
            text = str(said.get(name, "")).strip()
            if text and (minutes := admin_form.read(wrong, name, partial(spans.read, text))) is not None:
                clause, calendar_id = said[f"clause:{promise}"], ids.get(said[f"calendar:{priority}"])
                aims.append(
                    Aim(
                        promise=promise,
                        priority=priority,
                        minutes=minutes,
                        calendar_id=calendar_id,
                        clause=clause,
                        waiting_pauses=held.get((promise, priority)),
                    )
                )
    admin_form.refuse(wrong)
    return Draft(
        client_id=client.id,
        valid_from=valid_from or data.now(),
        percent=percent or 0,
        waiting_pauses=bool(said["waiting_pauses"]),
        retention_months=round(months or 0),
        contact=said["contact"],
        contact_told=tuple(said["contact_told"]),
        aims=tuple(aims),
    )


def _aims_of_types(wrong: dict[str, str], said: Typed, kept: Sequence[TargetRow], ids: dict[str, int]) -> list[Aim]:
    """Return the targets typed for one record type; what was there keeps its hours, clause, pauses."""
    before = {(row.record_type, row.promise, row.priority): row for row in kept}
    aims = []
    for one in admin_form.read(wrong, TYPES, lambda: type_targets.read(str(said.get(TYPES, "")))) or []:
        row = before.get(one[:3])
        aims.append(
            Aim(
                **one._asdict(),
                calendar_id=row.calendar_id if row else ids.get(said[f"calendar:{one.priority}"]),
                clause=row.clause if row else "",
                waiting_pauses=row.waiting_pauses if row else None,
            )
        )
    return aims


def _number(text: str, unit: str) -> float:
    try:
        return float(str(text).replace(",", ".").strip().removesuffix("%"))
    except ValueError:
        raise Refusal(f"Write the {unit} as a number.") from None
