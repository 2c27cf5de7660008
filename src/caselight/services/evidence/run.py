"""Make a client's pack: read in one snapshot, some cases at a time, and written in a fixed order."""

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import metadata
from itertools import groupby
from typing import IO, Any

from sqlmodel import Session

from caselight.core.instant import write
from caselight.core.kpis import definitions
from caselight.core.ledger import ledger
from caselight.core.people import Principal
from caselight.core.sla import Kept
from caselight.services.evidence import checking, figures, ledgers, outages, readme, terms, trail
from caselight.services.evidence.archive import Archive, Lines, Sheet, document
from caselight.services.evidence.asked import Asked
from caselight.services.exporting import on_record
from caselight.store import availability, calendars, casefile, evidence, failures, rewound, sealed, sla
from caselight.store.engine import Store

AT_ONCE = 400  # cases of one read


@dataclass(frozen=True, slots=True)
class Packed:
    """What a pack holds."""

    cases: int
    events: int
    kept_back: int
    promises: int
    breaches: int
    interruptions: int

    def as_dict(self) -> dict[str, int]:
        """Return the counts, for JSON."""
        return asdict(self)

    def told(self) -> str:
        """Return it as a person reads it."""
        return (
            f"{self.promises:,} promises, {self.breaches:,} of them broken, {self.interruptions:,} interruptions; "
            f"{self.cases:,} cases with {self.events:,} events, {self.kept_back:,} of these as their hash alone. "
            "Unzip it and run check.py there."
        )


def pack(store: Store, asked: Asked, out: IO[bytes], *, actor: Principal, now: datetime) -> Packed:
    """Write the pack and tell what is in it; it is an event of who made it, as every export is. Raises TooOften."""
    since, until = write(asked.window.since), write(asked.window.until)
    body = {"format": "evidence", "clients": [asked.client.id], "from": since, "to": until}
    store.transact(lambda session: on_record(session, body, actor=actor, now=now), actor.scope)
    with store.reading(actor.scope) as session:
        return _Pack(session, asked, now).into(out)


class _Pack:
    """One pack in the making."""

    def __init__(self, session: Session, asked: Asked, now: datetime) -> None:
        self._session, self._asked, self._now = session, asked, now
        window: Any = {"since": asked.window.since, "until": asked.window.until}
        rows = sla.promises(session, asked.scope, **window)
        self._found = figures.found(rows, sla.opened(session, asked.scope, **window), asked.window)
        self._counted_as = self._found.counted_as()
        self._clocks_then = rewound.changed_since(session, asked.scope, asked.window.until).clocks
        self._all_hours = calendars.hours(session)
        self._spells = availability.spells(session, asked.scope, **window)
        self._names = failures.services(session, asked.scope)
        self._hours = calendars.of_clients(session, asked.scope).get(asked.client.id)
        self._sheets = {
            "breaches.csv": Sheet(figures.BREACH),
            "ledger.csv": Sheet(ledgers.HEADER),
            "cases.csv": Sheet(trail.CASE),
            "events.csv": Sheet(trail.EVENT),
            "audit/chain.csv": Sheet(trail.CHAIN),
        }
        self._lines = {"cases.jsonl": Lines(), "events.jsonl": Lines()}
        self._moved: dict[tuple[int, str], int] = {}
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._example: Mapping[str, Any] | None = None

    def into(self, out: IO[bytes]) -> Packed:
        """Write everything."""
        broken = {case: list(rows) for case, rows in groupby(self._found.breaches(), key=lambda row: row.case)}
        for some in self._numbers():
            self._add(some, broken)
        packed = Packed(
            **{name: self._counts[name] for name in ("cases", "events", "kept_back")},
            promises=len(self._found.rows),
            breaches=sum(map(len, broken.values())),
            interruptions=len(self._spells),
        )
        self._write(Archive(out, at=self._now), packed)
        return packed

    def _numbers(self) -> Iterator[list[int]]:
        """Yield the numbers of every case that a figure rests on, some at a time."""
        rests = {one.case for rows in (self._found.rows, self._found.opened, self._spells) for one in rows}
        numbers = sorted(rests)
        return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))

    def _add(self, some: list[int], broken: Mapping[int, Sequence[Kept]]) -> None:
        session, scope = self._session, self._asked.scope
        told: defaultdict[int, defaultdict[int, dict[str, Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(dict))
        for text in evidence.texts(session, scope, some):
            told[text["case_id"]][text["seq"]][text["field"]] = text
        events = defaultdict[int, list[Mapping[str, Any]]](list)
        for event in evidence.events(session, scope, some):
            events[event["case_id"]].append(event)
        clocks = casefile.clocks_of(session, scope, [case for case in some if case in broken])
        for row in evidence.cases(session, scope, some):
            case = row["id"]
            self._add_case(row, events[case], told[case])
            turns = trail.turns(events[case], told[case]) if case in broken else []
            for missed in broken.get(case, ()):
                self._add_breach(missed, next(one for one in clocks[case] if one.promise == missed.promise), turns)

    def _add_case(self, row: Mapping[str, Any], events: Sequence[Mapping[str, Any]], told: trail.Texts) -> None:
        cells = trail.case(row, counted_as=self._counted_as.get(row["id"], ""))
        self._sheets["cases.csv"].add(cells)
        self._lines["cases.jsonl"].add(trail.as_line(cells))
        for event in events:
            texts = told.get(event["seq"], {})
            if event["at"] <= self._asked.window.until:
                self._moved |= {(row["id"], promise): event["seq"] for promise in event["body"].get("clocks", {})}
            self._sheets["events.csv"].add(trail.cells(event, texts))
            self._lines["events.jsonl"].add(trail.line(event, texts))
        chain = trail.chain(row, events)
        self._sheets["audit/chain.csv"].add(chain)
        self._counts["cases"] += 1
        self._counts["events"] += len(events)
        self._counts["kept_back"] += chain["kept_back"]

    def _add_breach(self, row: Kept, clock: casefile.ClockRow, turns: list[Any]) -> None:
        image = self._clocks_then.get((row.case, row.promise))
        clock = ledgers.stood(clock, image, self._all_hours) if image else clock
        parts = ledger(clock.clock(), turns, now=self._asked.window.until)
        told = figures.breach(self._found, row, clock, parts)
        self._sheets["breaches.csv"].add(told)
        for part in ledgers.rows(row.case, row.promise, parts):
            self._sheets["ledger.csv"].add(part)
        self._example = self._example or told

    def _write(self, archive: Archive, packed: Packed) -> None:
        window = self._asked.window
        table = list(figures.table(self._found))
        terms_of = terms.agreed(self._session, self._asked)
        said: Any = {"seal": sealed.newest(self._session), "now": self._now}
        archive.add("README.md", _file(readme.text(self._asked, packed.as_dict(), table, self._example, **said)))
        archive.add("check.py", _file(checking.source()))
        archive.add("sla.csv", _sheet(figures.SLA, table))
        archive.add("promises.csv", _sheet(figures.PROMISE, list(figures.promises(self._found, self._moved))))
        for name in ("breaches.csv", "ledger.csv"):
            archive.add(name, self._sheets[name].file())
        given = (self._spells, self._names, window)
        archive.add("interruptions.csv", _sheet(outages.INTERRUPTION, list(outages.interruptions(*given))))
        archive.add("availability.csv", _sheet(outages.AVAILABILITY, list(outages.availability(*given, self._hours))))
        for kind in ("cases", "events"):
            archive.add(f"{kind}.csv", self._sheets[f"{kind}.csv"].file())
            archive.add(f"{kind}.jsonl", self._lines[f"{kind}.jsonl"].file())
        archive.add("audit/chain.csv", self._sheets["audit/chain.csv"].file())
        archive.add("definitions.json", _file(document({"figures": definitions(), **terms_of})))
        archive.finish(self._about(packed))

    def _about(self, packed: Packed) -> dict[str, Any]:
        client, window = self._asked.client, self._asked.window
        return {
            "format": 1,
            "application": f"caselight {metadata.version('caselight')}",
            "data_time": write(self._now),
            "filter": {
                "client": client.name,
                "zone": client.zone,
                "from": write(window.since),
                "to": write(window.until),
            },
            "counts": packed.as_dict(),
        }


def _file(content: bytes) -> IO[bytes]:
    return io.BytesIO(content)


def _sheet(header: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> IO[bytes]:
    sheet = Sheet(header)
    for row in rows:
        sheet.add(row)
    return sheet.file()
