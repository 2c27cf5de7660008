"""What cases that are written whole repeat: said by each event by which it becomes known of which kind a case is."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from caselight.core.recurrence import WITHIN, Kind, kind_of
from caselight.services.work import KIND
from caselight.store.bulk import WholeCase
from caselight.store.chain import Fact

Place = tuple[datetime, int]  # when a case was opened, and its number


def repeating(cases: Sequence[WholeCase]) -> list[WholeCase]:
    """Return numbered cases, their events saying what each repeats of these, as it was known at the time."""
    known = _Known()
    told: dict[int, dict[int, Fact]] = defaultdict(dict)
    for _, case, step, fact in sorted(_telling(cases), key=lambda telling: telling[:3]):
        if earlier := known.learn(cases[case], fact):
            told[case][step] = replace(fact, body={**fact.body, "recurs": earlier})
    return [
        replace(case, facts=[told[index].get(step, fact) for step, fact in enumerate(case.facts)])
        if index in told
        else case
        for index, case in enumerate(cases)
    ]


def _telling(cases: Sequence[WholeCase]) -> Iterable[tuple[datetime, int, int, Fact]]:
    """Yield the events by which a case becomes one of a kind."""
    for index, case in enumerate(cases):
        for step, fact in enumerate(case.facts):
            if not KIND.isdisjoint(fact.body.get("changes", ())):
                yield fact.at, index, step, fact


@dataclass(slots=True)
class _Known:
    """Of which kind each case is so far."""

    columns: dict[int, dict[str, Any]] = field(default_factory=dict)
    kinds: defaultdict[Kind, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, case: WholeCase, fact: Fact) -> Mapping[str, int] | None:
        """Count a case among those of the kind it is from now; return how many came before it, and the newest."""
        opened_at, number = case.case["opened_at"], case.number or 0
        there = self.columns.setdefault(number, dict.fromkeys(KIND))
        if there["record_type"] and (was := _kind(case, there)):
            self.kinds[was].remove((opened_at, number))
        there |= {name: change[1] for name, change in fact.body["changes"].items() if name in KIND}
        if not (kind := _kind(case, there)):
            return None
        places = self.kinds[kind]
        first, own = bisect_left(places, (opened_at - WITHIN, 0)), bisect_left(places, (opened_at, number))
        earlier = {"earlier": own - first, "newest": places[own - 1][1]} if own > first else None
        insort(places, (opened_at, number))
        return earlier


def _kind(case: WholeCase, there: Mapping[str, Any]) -> Kind | None:
    return kind_of(client_id=case.case["client_id"], **there)
