"""Calendars in versions: a new version is added, one that was used is never edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import holidays
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core import shifts
from caselight.core.hours import BusinessHours
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, Refusal
from caselight.core.text import quoted
from caselight.services import running
from caselight.services.acts import tell
from caselight.services.running import Move
from caselight.store.engine import Store
from caselight.store.tables import Calendar
from caselight.store.tables.config import BEGINNING

NAME_LIMIT = 100  # characters
LANGUAGE = "en_US"  # of the holidays' names, whatever the machine speaks
Rows = Sequence[Sequence[str]]  # [["09:00", "17:00"], …]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A version of a calendar before it is checked; holidays are dates with their names, exceptions days with hours."""

    name: str
    zone: str
    weekly: Mapping[str, Rows]
    holidays: Mapping[date, str] = field(default_factory=dict)
    exceptions: Mapping[date, Rows] = field(default_factory=dict)
    valid_from: datetime = BEGINNING


def add(
    store: Store, draft: Draft, *, actor: Principal, now: datetime, apply_to_running: bool = False
) -> tuple[int, tuple[Move, ...]]:
    """Add a version and return its id, and the running clocks it moved: none unless asked to.

    Raises Denied for anybody but an admin, and Refusal with a sentence for each field at fault.
    """
    _check_right(actor)
    hours = checked(draft)

    def unit(session: Session) -> tuple[int, tuple[Move, ...]]:
        _refuse_twin(session, draft)
        if apply_to_running and draft.valid_from > now:
            raise _at("valid_from", "This version begins later, so it cannot move what runs now. Apply it then.")
        version = Calendar(name=draft.name.strip(), valid_from=draft.valid_from, hours=hours)
        session.add(version)
        session.flush()
        body = {"changes": {name: [None, value] for name, value in version.model_dump(mode="json").items()}}
        tell(session, f"calendar:{version.id}", "calendar:added", actor, now, body)
        planned = running.under_calendar(session, version) if apply_to_running else ()
        return version.id or 0, running.apply(session, planned, actor=actor, now=now)

    return store.transact(unit, actor.scope)


def preview(store: Store, draft: Draft, *, actor: Principal, now: datetime) -> tuple[Move, ...]:
    """Return the running clocks that the version would move, were it applied to them; write nothing."""
    _check_right(actor)
    version = Calendar(name=draft.name.strip(), valid_from=draft.valid_from, hours=checked(draft))
    with store.reading(actor.scope) as session:
        _refuse_twin(session, draft)
        return running.moves(running.under_calendar(session, version), now)


def checked(draft: Draft) -> dict[str, Any]:
    """Return the hours of a draft as they are stored, or refuse it with a sentence for each field at fault."""
    wrong = {name: sentence for name, sentence in _faults(draft) if sentence}
    if wrong:
        raise Refusal(" ".join(dict.fromkeys(wrong.values())), fields=wrong)
    names = {day.isoformat(): name for day, name in sorted(draft.holidays.items())}
    return {**_hours(draft).to_dict(), "names": names}


def default_holidays(country: str, years: range, *, subdivision: str | None = None) -> dict[date, str]:
    """Return the public holidays of a country, or of a part of it, by date with their names."""
    code, part = country.upper(), subdivision or None
    known = holidays.list_supported_countries()  # the library takes any name it has for a country: FRI, NYSE
    if code not in known or (part and part not in known[code]):
        asked = f"{country}-{part}" if part else country
        sentence = f"No holidays are known for {quoted(asked)}. Type the dates."
        raise Refusal(sentence, fields={"country": sentence})
    return dict(sorted(holidays.country_holidays(code, subdiv=part, years=years, language=LANGUAGE).items()))


def _faults(draft: Draft) -> list[tuple[str, str]]:
    """Return a sentence, or none, for each field."""
    name = draft.name.strip()
    bad_name = not name or len(name) > NAME_LIMIT or not name.isprintable()
    days = [(day, _refused_of({"weekly": {day: rows}})) for day, rows in draft.weekly.items() if rows]
    week = "" if any(said for _, said in days) else _refused_of({"weekly": draft.weekly})
    exceptions = _refused_of({"exceptions": _plain(draft.exceptions), "weekly": {"mon": [["09:00", "17:00"]]}})
    faults = [
        ("name", f"Name the calendar in at most {NAME_LIMIT} characters." if bad_name else ""),
        ("zone", _refused_of({"zone": draft.zone, "weekly": {"mon": [["09:00", "17:00"]]}})),
        *days,
        ("weekly", week),
        ("exceptions", exceptions),
    ]
    return faults if any(said for _, said in faults) else [("holidays", _closed_year(draft))]


def _closed_year(draft: Draft) -> str:
    hours = _hours(draft)
    for year in sorted({day.year for day in (*draft.holidays, *draft.exceptions)}):
        first, last = (datetime(each, 1, 1, tzinfo=UTC) for each in (year, year + 1))
        if not hours.elapsed(first, last):
            return f"In {year} every working day would be a holiday. Take some out."
    return ""


def _refused_of(hours: Mapping[str, Any]) -> str:
    try:
        BusinessHours.from_dict({"zone": "UTC", **hours})
    except Refusal as refused:
        return refused.sentence
    return ""


def _hours(draft: Draft) -> BusinessHours:
    return BusinessHours.from_dict(
        {
            "zone": draft.zone,
            "weekly": {day: rows for day, rows in draft.weekly.items() if day in shifts.DAYS and rows},
            "holidays": [day.isoformat() for day in draft.holidays],
            "exceptions": _plain(draft.exceptions),
        }
    )


def _plain(exceptions: Mapping[date, Rows]) -> dict[str, Rows]:
    return {day.isoformat(): rows for day, rows in sorted(exceptions.items())}


def _refuse_twin(session: Session, draft: Draft) -> None:
    twin = select(col(Calendar.id)).where(
        col(Calendar.name) == draft.name.strip(), col(Calendar.valid_from) == draft.valid_from
    )
    if session.scalars(twin).first():
        raise _at("valid_from", "A version of this calendar begins at that very instant. Choose a later one.")


def _check_right(actor: Principal) -> None:
    if not actor.may(Right.CONFIGURE):
        raise Denied("Only an admin may change calendars, since clients share them. Ask your administrator.")


def _at(name: str, sentence: str) -> Refusal:
    return Refusal(sentence, fields={name: sentence})
