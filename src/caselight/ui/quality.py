"""The Logging page: how soon, how completely and how finally cases are written down; to coach, never to rank people."""

from datetime import datetime

import streamlit as st

from caselight.core import quality
from caselight.core.people import Principal, Right
from caselight.core.quality import By, Entered, Finished, Quality, Share
from caselight.core.records import TYPES
from caselight.core.wording import duration
from caselight.store import quality as reads
from caselight.ui import data, html
from caselight.ui.filters import Asked

GROUPS: dict[str, By] = {"By client": "client", "By team": "team", "By type": "record_type"}


def show(me: Principal, asked: Asked) -> None:
    """Draw one's own figures; for a lead or a manager those of clients, teams and types as well."""
    entered, finished = of(asked, data.now())
    mine = quality.quality(
        [case for case in entered if case.person_id == me.user_id],
        [case for case in finished if case.person_id == me.user_id],
    )
    with st.container(key="panel_quality"):
        lines = [{"name": "You", **_told(mine), "links": {}}]
        if me.may(Right.ANY_TEAM):
            every = {"name": "All", **_told(quality.quality(entered, finished)), "links": _links(asked)}
            lines.insert(0, every)
        html.draw("quality_table", head=f"Logging, last {asked.period}", rows=lines, what="", note="people")
        if not me.may(Right.ANY_TEAM):
            return
        for head, by in GROUPS.items():
            rows = [_row(asked, by, name, each) for name, each in quality.grouped(entered, finished, by).items()]
            html.draw("quality_table", head=head, rows=rows, what=head.removeprefix("By "), note=by)


def of(asked: Asked, now: datetime) -> tuple[list[Entered], list[Finished]]:
    """Return the cases entered and those resolved in the period, as the lists behind the figures hold them."""
    since, until = asked.between(now)
    scope, among = asked.scope, asked.among
    return (
        data.read_slowly(reads.entered, scope, among, since=since, until=until),
        data.read_slowly(reads.finished, scope, among, since=since, until=until),
    )


def late(asked: Asked, now: datetime) -> frozenset[int]:
    """Return the cases that were not entered soon."""
    return frozenset(case.number for case in of(asked, now)[0] if case.lag > quality.SOON)


def edited(asked: Asked, now: datetime) -> frozenset[int]:
    """Return the cases that were changed after they were resolved."""
    return frozenset(case.number for case in of(asked, now)[1] if case.edits)


def _row(asked: Asked, by: By, name: str, found: Quality) -> dict[str, object]:
    """Return the line of a group; a team's numbers have no list: Cases cannot ask for who entered a case."""
    more = {"client": {"client": [name]}, "record_type": {"type": [_title(name)]}}.get(by)
    links = {} if more is None else _links(asked, **more)
    return {"name": _title(name) if by == "record_type" else name, **_told(found), "links": links}


def _links(asked: Asked, **more: list[str]) -> dict[str, str]:
    lists = {"entered": "entered", "late": "entered_late", "finished": "resolved", "edited": "edited_late"}
    return {part: asked.link("cases", list=name, period=asked.period, **more) for part, name in lists.items()}


def _told(found: Quality) -> dict[str, str]:
    return {
        "entered": f"{found.entered:,}",
        "median": duration(found.median) if found.median is not None else "n/a",
        "p90": duration(found.p90) if found.p90 is not None else "n/a",
        "soon": _percent(found.soon),
        "late": f"{found.soon.whole - found.soon.part:,}",
        "finished": f"{found.finished:,}",
        "owed": _percent(found.owed),
        "optional": _percent(found.optional),
        "edited": f"{found.edited.part:,}",
        "edited_share": _percent(found.edited),
    }


def _percent(share: Share) -> str:
    return "n/a" if share.percent is None else f"{share.percent:.0f} %"


def _title(key: str) -> str:
    return TYPES[key].title if key in TYPES else key
