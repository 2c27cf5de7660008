"""What creeps up: a badge for each type at a client, or for what is wider where nothing narrower drifts."""

from datetime import datetime

from caselight.core.records import FAILURES
from caselight.core.wording import date as date_of
from caselight.store import drifts as reads
from caselight.store.drifts import Drift
from caselight.ui import daily, data, failure_names, html
from caselight.ui.filters import Asked

MOST = 4


def show(asked: Asked, now: datetime) -> None:
    """Draw the badges, if anything drifts."""
    found = narrowest(of(asked, now))
    html.draw("failure_drift", rows=[_row(drift, asked, now) for drift in found[:MOST]], more=len(found[MOST:]))


def of(asked: Asked, now: datetime) -> list[Drift]:
    """Return what drifts up by the last full day of the page's zone."""
    return data.read_slowly(
        reads.drifting,
        asked.scope,
        asked.among.of_types(FAILURES),
        today=now.astimezone(asked.zone).date(),
        zone=asked.zone,
    )


def narrowest(found: list[Drift]) -> list[Drift]:
    """Return what drifts, without what is said already by something narrower that drifts."""
    return [wide for wide in found if not any(_is_part(narrow, wide) for narrow in found if narrow != wide)]


def _is_part(narrow: Drift, wide: Drift) -> bool:
    return wide.client_id in (None, narrow.client_id) and wide.record_type in (None, narrow.record_type)


def _row(drift: Drift, asked: Asked, now: datetime) -> dict[str, str]:
    parts = {"type": drift.record_type, "client": drift.client_id}
    said = {part: failure_names.of(part, key, asked) for part, key in parts.items() if key is not None}
    began, _ = daily.day_of(drift.since, asked.zone)
    what = " at ".join(said.values()) or "Failures"
    link = asked.link("cases", list="failures", period=asked.period, **said)
    return {"what": what, "link": link, "since": date_of(began, asked.zone, now=now)}
