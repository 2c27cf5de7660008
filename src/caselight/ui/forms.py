"""Fields of a record template as native widgets: guidance beside each, its error in the same place, the text kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from caselight.core import instant
from caselight.core.records import FormField, Stage, Template, form_fields, validate
from caselight.core.refusal import Refusal
from caselight.ui import act, data, html

Details = dict[str, Any]
YES_NO = ("Yes", "No")
STRICT = ("client", "record_type", "team", "owner")  # names that must stand for something we have
TODAY = "%H:%M"
FEW = 10


def show(
    form: str,
    fields: Iterable[FormField],
    *,
    offers: Mapping[str, Collection[str]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> None:
    """Draw fields one below the other, guidance or error under each."""
    for about in fields:
        with place(form, about.name, errors or {}):
            widget(form, about, (offers or {}).get(about.offers, ()))
            hint([about], errors or {})


def show_in_rows(
    form: str,
    rows: Iterable[Sequence[FormField]],
    *,
    offers: Mapping[str, Collection[str]] | None = None,
    errors: Mapping[str, str] | None = None,
) -> None:
    """Draw rows of fields; to the right of each the guidance of its first field, or its errors."""
    for row in rows:
        left, right = st.columns([1.45, 1], gap="medium")
        with left:
            for column, about in zip(st.columns(len(row)), row, strict=True):
                with column, place(form, about.name, errors or {}):
                    told = about.guidance if about is not row[0] else ""
                    widget(form, about, (offers or {}).get(about.offers, ()), told=told)
        with right, st.container(key=f"beside_{key_of(form, row[0].name)}"):
            hint(row, errors or {})


def place(form: str, name: str, errors: Mapping[str, str]) -> DeltaGenerator:
    """Return the place of a field, marked where something is wrong with it."""
    return st.container(key=f"{'wrong' if name in errors else 'field'}_{key_of(form, name)}")


def hint(row: Sequence[FormField], errors: Mapping[str, str]) -> None:
    """Draw what is wrong in a row, or else the guidance of its first field."""
    wrong = [errors[about.name] for about in row if about.name in errors]
    owed = row[0].owed if row[0].required is not Stage.LOGGING else ""
    html.draw("form_hint", guidance=row[0].guidance, owed=owed, errors=wrong)


def key_of(form: str, name: str) -> str:
    """Return the session key of a field's draft."""
    return f"{form}:{name}"


def fill(form: str, template: type[Template], details: Mapping[str, Any], zone: tzinfo) -> None:
    """Begin a form with what is on record, and remember that as what `changed` compares with."""
    for about in form_fields(template):
        shown = _shown(about, details.get(about.name), zone)
        st.session_state[key_of(form, about.name)] = shown
        st.session_state[_begun(form, about.name)] = shown


def changed(form: str, template: type[Template]) -> list[str]:
    """Return the names of the fields whose draft differs from what the form began with."""
    names = [about.name for about in form_fields(template) if _begun(form, about.name) in st.session_state]
    return [name for name in names if _said(form, name) != (st.session_state[_begun(form, name)] or None)]


def given(form: str, template: type[Template], *, only: Collection[str] | None = None) -> dict[str, Any]:
    """Return what the drafts of a form say, as typed; what was not drawn is not there."""
    wanted = (about for about in form_fields(template) if only is None or about.name in only)
    return {
        about.name: st.session_state[key] for about in wanted if (key := key_of(form, about.name)) in st.session_state
    }


def local(value: Any, zone: tzinfo) -> str:  # noqa: ANN401 – a stored instant
    """Return a stored instant as a field shows it."""
    return f"{instant.read(value).astimezone(zone):%Y-%m-%d %H:%M}"


def checked(form: str, parts: Iterable[tuple[type[Template], Mapping[str, Any]]], zone: tzinfo) -> list[Details] | None:
    """Return what was typed ready to be saved, cleared fields as None; or None with the sentences kept."""
    clean: list[Details] = []
    faults: dict[str, str] = {}
    for template, typed in parts:
        said = {name: value for name, value in typed.items() if value not in ("", [], None)}
        try:
            kept = validate(template, _timed(template, said, zone), stage=None, now=data.now(), zone=zone)
        except Refusal as refused:
            faults |= refused.fields
            continue
        clean.append({name: kept.get(name) for name in typed})
    if not faults:
        st.session_state.pop(_local(form), None)
        return clean
    count = f"{len(faults)} field{'s' * (len(faults) > 1)} to correct. Everything you typed is kept."
    st.session_state[_local(form)] = Refusal(count, fields=faults)
    return None


def refusal(form: str) -> Refusal | None:
    """Return why the form was refused last: by its own check, or by the verb."""
    return st.session_state.get(_local(form)) or act.refusal(form)


def forget(form: str, template: type[Template]) -> None:
    """Drop the drafts of a form and its refusal, once it is saved or given up."""
    for about in form_fields(template):
        for key in (key_of(form, about.name), _begun(form, about.name)):
            st.session_state.pop(key, None)
    st.session_state.pop(_local(form), None)
    act.forget(form)


def widget(form: str, about: FormField, offered: Collection[str] = (), *, told: str = "") -> None:
    """Draw one field by its kind, `told` at its label; its draft lives as long as the session, or until `forget`."""
    key, label, more = key_of(form, about.name), about.label, told or None
    options = [choice.label for choice in about.choices] or list(offered) or marks(about)
    if about.kind == "text":
        st.text_area(label, key=key, help=more, height=86, placeholder=about.owed, persist_state="session")
    elif about.kind == "many":
        kept = st.session_state.get(key) or []
        st.multiselect(
            label,
            [*dict.fromkeys([*options, *kept])],
            key=key,
            help=more,
            accept_new_options=True,
            placeholder=about.owed,
            persist_state="session",
        )
    elif about.kind == "yes/no" or options:
        _select(about, key, options or list(YES_NO), more)
    else:
        st.text_input(label, key=key, help=more, placeholder=_placeholder(about), persist_state="session")


def marks(about: FormField) -> list[str]:
    """Return the few whole numbers that a field takes, to choose from; none where there are many."""
    is_few = about.kind == "number" and about.most <= FEW
    return [str(mark) for mark in range(about.least, about.most + 1)] if is_few else []


def _select(about: FormField, key: str, options: list[str], more: str | None) -> None:
    accepts_new = bool(about.offers) and about.name not in STRICT
    kept = st.session_state.get(key)
    if kept and kept not in options:
        options = [kept, *options] if accepts_new else options
    if kept not in options:
        st.session_state[key] = None
    st.selectbox(
        about.label,
        options,
        key=key,
        help=more,
        index=None,
        placeholder="",
        accept_new_options=accepts_new,
        persist_state="session",
    )


def _placeholder(about: FormField) -> str:
    if about.kind == "instant":
        return f"13:40 today, or {data.now():%Y-%m-%d} 13:40"
    if about.kind == "number":
        return "number, or leave it unknown"
    return about.owed


def _shown(about: FormField, value: Any, zone: tzinfo) -> Any:  # noqa: ANN401 – any field's value
    """Return a stored value as its widget takes it."""
    if value in (None, "", []):
        return [] if about.kind == "many" else None if about.choices or about.kind == "yes/no" else ""
    if about.kind == "instant":
        return local(value, zone)
    if about.kind == "yes/no":
        return YES_NO[0] if value else YES_NO[1]
    if about.choices:
        return type(about.choices[0]).parse(value).label
    return value if about.kind == "many" else str(value)


def _timed(template: type[Template], said: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """Return the values with a bare time of day read as today."""
    today = data.now().astimezone(zone).date()
    instants = {about.name for about in form_fields(template) if about.kind == "instant"}
    return {name: _full(value, today) if name in instants else value for name, value in said.items()}


def _full(value: Any, today: Any) -> Any:  # noqa: ANN401 – as typed
    try:
        at = datetime.strptime(str(value).strip(), TODAY).time()  # noqa: DTZ007 – only its time of day is used
    except ValueError:
        return value
    return f"{today} {at:%H:%M}"


def _said(form: str, name: str) -> Any:  # noqa: ANN401 – as typed
    return st.session_state.get(key_of(form, name)) or None


def _begun(form: str, name: str) -> str:
    return f"begun:{form}:{name}"


def _local(form: str) -> str:
    return f"wrong:{form}"
