"""A review's body: everything it says and shows, as plain values that can be frozen and hashed."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from caselight.core import sla
from caselight.core.instant import write
from caselight.core.promises import Promise
from caselight.core.recovery_parts import part
from caselight.core.review import rows, sentences
from caselight.core.review.definitions import DEFINITIONS
from caselight.core.review.facts import Facts
from caselight.core.review.period import short
from caselight.core.sla import Kept, Way, Window
from caselight.core.wording import duration

VERSION = 1  # of what a body holds: grows when it is made or printed in another way
Body = dict[str, Any]
ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def body(facts: Facts) -> Body:
    """Return the body; the same facts give the same, to the last byte of its text."""
    clocks, misses = list(rows.clocks(facts)), rows.misses(facts)
    lost = rows.whole(facts, back=0), rows.whole(facts, back=1)
    return {
        "version": VERSION,
        "client": facts.client,
        "from": write(facts.period.since),
        "to": write(facts.period.until),
        "zone": facts.period.zone,
        "period": facts.period.words,
        "as_of": write(facts.as_of),
        "sentences": sentences.summary(facts, clocks, misses, lost),
        "figures": {
            "failures": facts.failures.n,
            "failures_before": facts.failures.before,
            "opened": sum(not case.is_left_out for case in facts.opened),
            "left_out": sum(case.is_left_out for case in facts.opened),
            "interruptions": lost[0].n,
            "unplanned_s": round(lost[0].unplanned_s),
            "planned_s": round(lost[0].planned_s),
            "escalated": facts.escalated,
            "recoveries": len(facts.recoveries),
            "won_back": len(part(facts.recoveries, "recovered", facts.as_of)),
            "again": facts.again.hits,
            "again_of": facts.again.n,
        },
        "agreed": facts.agreed,
        "clocks": clocks,
        "misses": misses,
        "causes": rows.causes(facts),
        "actions": rows.actions(facts),
        "services": rows.services(facts),
        "available": rows.share(lost[0].available, lost[0].unplanned_s),
        "charts": charts(facts),
        "alts": {
            "days": f"{sentences.failures(facts)} {sentences.remarkable(facts)}",
            "kept": next((sentences.kept(row) for row in clocks if row["promise"] == Promise.RESOLUTION), ""),
            "causes": sentences.causes(facts),
            "paces": sentences.speed(facts.pace, facts.pace_before, facts.period.ago),
        },
        "definitions": [list(each) for each in DEFINITIONS],
    }


def text(value: Body) -> str:
    """Return the one text of a body, which is what is kept and hashed."""
    return ENCODE(value)


def digest(kept: str) -> str:
    """Return the SHA-256 of a body's text, as hex."""
    return hashlib.sha256(kept.encode()).hexdigest()


def charts(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the four charts."""
    parts = facts.period.buckets
    return {
        "days": [
            {
                "name": short(day.at),
                "count": day.count,
                "low": round(day.usual.low, 2) if day.usual else None,
                "high": round(day.usual.high, 2) if day.usual else None,
                "expected": round(day.usual.expected, 2) if day.usual else None,
                "alarm": day.alarm,
            }
            for day in facts.failures.days
        ],
        "kept": [
            {"name": name, "met": met, "n": n}
            for name, since, until in parts
            for met, n in [_met(facts.promises, Window(since, until))]
        ],
        "causes": [{name: row[name] for name in ("name", "n", "so_far")} for row in rows.causes(facts)],
        "paces": [
            {
                "name": bucket.name,
                "half_s": round(pace.half.total_seconds()) if pace.half else None,
                "most_s": round(pace.most.total_seconds()) if pace.most else None,
                "half": duration(pace.half) if pace.half else "too few",
                "most": duration(pace.most) if pace.most else "too few",
                "n": pace.done,
            }
            for bucket, pace in zip(parts, facts.paces, strict=False)
        ],
    }


def _met(promises: Iterable[Kept], window: Window) -> tuple[int, int]:
    own = [row for row in promises if row.promise == Promise.RESOLUTION]
    found = sla.counted(own, Way.DECIDED, window)
    return len(found.met), found.n
