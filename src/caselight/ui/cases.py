"""The Cases page: the record one looks for, and the cases that make up a number."""

from dataclasses import replace
from datetime import date, datetime, tzinfo
from math import ceil

import streamlit as st

from caselight.core.lifecycle import LEFT_OUT, Status
from caselight.core.people import Principal
from caselight.core.records import TYPES
from caselight.core.wording import date as day_name
from caselight.core.wording import duration, moment, reference
from caselight.store import caselist
from caselight.store.caselist import Listed, Wanted
from caselight.ui import data, files, filters, html, narrowing, outward, populations
from caselight.ui.filters import Asked

PAGE = 25
LONGEST = 300  # characters of a search


def search(me: Principal) -> tuple[Asked, Wanted]:
    """Draw the search box and the filters; return what they ask, within the population that the URL names."""
    words = st.text_input(
        "Search cases",
        key="q",
        placeholder="Number, client's id, or words",
        label_visibility="collapsed",
        max_chars=LONGEST,
        width=214,
        bind="query-params",
    )
    asked = replace(filters.client_and_priority(me), period=_period())
    statuses = filters.several("Any status", "status", [status.value for status in Status])
    asked = filters.types_and_teams(me, asked)
    wanted = narrowing.of(populations.of(named(), asked, data.now(), day=day()))
    wanted = wanted.among(record_types=asked.among.record_types, statuses=statuses)
    return asked, replace(wanted, words=words or "", teams=asked.among.teams)


def show(me: Principal, asked: Asked, wanted: Wanted) -> None:
    """Draw one page of the list, and how many cases the whole of it holds."""
    now, zone = data.now(), asked.zone
    total = data.read(caselist.total, asked.scope, wanted)
    table = st.container(key="cases_list")
    pages = max(1, ceil(total / PAGE))
    page = min(st.pagination(pages, key="page", bind="query-params"), pages) if pages > 1 else 1
    found = data.read(caselist.rows, asked.scope, wanted, page=page, size=PAGE)
    with table:
        html.draw(
            "cases_table",
            rows=[row(each, now, zone) | {"owner": outward.owner(me, each.owner or "")} for each in found],
            total=total,
            first=(page - 1) * PAGE + 1,
            what=f"{populations.label(named(), asked, now, day=day())} {narrowing.words(asked)}".strip(),
            is_narrowed=bool(st.query_params),
            mine=", ".join(asked.clients),
            files=files.links(me, asked, wanted) if total else [],
        )


def named() -> str:
    """Return the population that the URL names; empty for none that we know."""
    name = st.query_params.get("list", "")
    return name if name in populations.POPULATIONS else ""


def day() -> date | None:
    """Return the day that the URL names, if it is one."""
    try:
        return date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        return None


def row(each: Listed, now: datetime, zone: tzinfo) -> dict[str, str]:
    """Return one case of the list in words."""
    return {
        "case": reference(each.number),
        "client": each.client,
        "title": each.title,
        "type": TYPES[each.record_type].title if each.record_type in TYPES else each.record_type,
        "priority": f"P{each.priority}",
        "status": f"waiting for {each.waiting_reason}" if each.waiting_reason else each.status,
        "tier": f"T{each.tier}" if each.tier else "",
        "owner": each.owner or "",
        "opened": moment(each.opened_at, zone, now=now),
        "took": _took(each, now),
        "resolved": day_name(each.resolved_at, zone, now=now) if each.resolved_at else "",
        "external_id": each.external_id or "",
    }


def _took(each: Listed, now: datetime) -> str:
    """Return how long it took, or has been open; nothing for what was never resolved and is not worked on."""
    if each.status in LEFT_OUT:
        return ""
    return f"{'in ' if each.resolved_at else 'open '}{duration((each.resolved_at or now) - each.opened_at)}"


def _period() -> str:
    period = st.query_params.get("period", "")
    return period if period in filters.PERIODS else filters.USUAL_PERIOD
