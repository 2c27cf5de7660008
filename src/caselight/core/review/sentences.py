"""What a review says in sentences: what happened, against the period before, and whether that is beyond chance."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from caselight.core.availability import Lost
from caselight.core.pace import Pace
from caselight.core.recovery_parts import part
from caselight.core.recovery_parts import share as recovery_share
from caselight.core.review import rows
from caselight.core.review.chance import counts_differ, shares_differ, wavering
from caselight.core.review.facts import Facts
from caselight.core.review.period import named
from caselight.core.review.rows import Row
from caselight.core.wording import FEW, duration, percent, share

A_MINUTE = timedelta(minutes=1)
BY_CHANCE, BEYOND = "within what chance makes", "more than chance makes"
CAUSES = 3
DAYS = 4


def failures(facts: Facts) -> str:
    """Return how many failures there were, against the period before."""
    now, before, ago = facts.failures.n, facts.failures.before, facts.period.ago
    said = f"{now:,} service failure{_s(now)} {'was' if now == 1 else 'were'} opened" if now else "No service failure"
    if not now and not before:
        return f"{said} was opened, and none in {ago}."
    said = said if now else f"{said} was opened"
    if now == before:
        return f"{said}, as many as in {ago}."
    more = f"{abs(now - before):,} {'more' if now > before else 'fewer'} than in {ago} ({before:,})"
    differs = counts_differ(now, before, clustered=wavering(facts.failures.history))
    return f"{said}, {more}: {BEYOND if differs else BY_CHANCE}."


def remarkable(facts: Facts) -> str:
    """Return the days on which more failures were opened than the weekday usually sees."""
    known = [day for day in facts.failures.days if day.usual is not None]
    if not known:
        return "There is too little history to say which days were unusual."
    above = [f"{named(day.at)} ({day.count:,})" for day in known if day.alarm]
    if not above:
        return "No day had more failures than is usual for its weekday."
    more = f" and {len(above) - DAYS} more" if len(above) > DAYS else ""
    return (
        f"{_many(len(above), 'day')} had more than is usual for {'its' if len(above) == 1 else 'their'} "
        f"weekday: {_listed(above[:DAYS])}{more}."
    )


def kept(clock: Row) -> str:
    """Return how one kind of promise was kept: as agreed, without pauses, and against the period before."""
    n = clock["met"] + clock["missed"]
    if not n:
        return f"{clock['name']}: no promise came to a verdict."
    said = f"{clock['name']}: {clock['met']:,} of {n:,} promises met"
    if n >= FEW:
        said += f" ({100 * clock['met'] / n:.1f}%)"
    if clock["agreed"] != "none":
        said += f", {'below' if clock['is_below'] else 'at or above'} the agreed {clock['agreed']}"
    if clock["raw_missed"] != clock["missed"]:
        said += f"; had no pause held a clock, {clock['raw_share']}"
    return f"{said}. {_against(clock, n)}"


def worst(misses: Sequence[Row]) -> str:
    """Return the miss that was latest."""
    if not misses:
        return "No promise was missed."
    one = misses[0]
    clause = f", clause {one['clause']}" if one["clause"] != "not named" else ""
    state = "late, and still open at the end" if one["late"].startswith("open") else "late"
    by = one["late"].removeprefix("open, ")
    return (
        f"The latest of {_many(len(misses), 'miss', 'misses')} was {one['case']} ({one['priority']}, "
        f"{one['promise']}{clause}): {by} {state}."
    )


def speed(now: Pace, before: Pace, ago: str) -> str:
    """Return how fast cases were resolved, those open counted at their age."""
    if now.half is None:
        return "Too few cases were resolved to say how fast."
    most = f"9 in 10 within {duration(now.most)}" if now.most else "too few were watched long enough for 9 in 10"
    said = f"Half of the cases were resolved within {duration(now.half)}, {most}"
    said += f" (n = {now.done:,}, {now.waiting:,} still open counted at their age)"
    if before.half is None or min(now.done, before.done) < FEW:
        return f"{said}."
    more = now.half - before.half
    how = (
        "as fast as"
        if abs(more) < A_MINUTE
        else f"{duration(more)} {'slower' if more > timedelta() else 'faster'} than"
    )
    return f"{said}; half were {how} in {ago}."


def causes(facts: Facts) -> str:
    """Return the causes that weigh most, how few make up most of it, and how much is not known."""
    found = [row for row in rows.causes(facts) if not row["is_unknown"]]
    if not facts.failures.n:
        return ""
    if not found:
        return "No root cause is known yet."
    top = [f"{row['name']} ({row['n']:,})" for row in found[:CAUSES]]
    pareto = facts.failures.causes
    known = sum(cause.key is not None for cause in pareto.causes)
    said = f"Most frequent root cause{_s(len(top))}: {_listed(top)}"
    if known > pareto.vital:
        said += f"; {pareto.vital} of {known} known causes make up 80%"
    unknown = facts.failures.counts.get(None, 0)
    return f"{said}; of {unknown:,} the cause is unknown." if unknown else f"{said}."


def again(facts: Facts) -> str:
    """Return how many cases were one more of a kind within 30 days."""
    now, before = facts.again, facts.again_before
    if not now.n:
        return ""
    said = f"{percent(now.hits, now.n)} cases came within 30 days of an earlier one of the same service and cause"
    said = said if now.n < FEW else said.replace(" cases", " cases opened", 1)
    if not before.n:
        return f"{said}."
    differs = shares_differ(now.hits, now.n, before.hits, before.n)
    return f"{said}; {percent(before.hits, before.n)} before, {BEYOND if differs else BY_CHANCE}."


def won_back(facts: Facts) -> str:
    """Return how far recoveries came, and the share of those who answered that were won back."""
    opened, at = facts.recoveries, facts.as_of
    if not opened:
        return ""
    offered, accepted, confirmed = (len(part(opened, name, at)) for name in ("offered", "accepted", "confirmed"))
    said = f"{len(opened):,} {'recovery was' if len(opened) == 1 else 'recoveries were'} opened: a remedy was offered "
    said += f"in {offered:,}, accepted in {accepted:,}, confirmed by the customer in {confirmed:,}"
    now = recovery_share(opened, "recovered", "answered", at)
    if not now.n:
        return f"{said}; no customer has answered yet."
    said += f"; of {_many(now.n, 'customer')} who answered {now.hits:,} {'was' if now.hits == 1 else 'were'} won back"
    before = recovery_share(facts.recoveries_before, "recovered", "answered", facts.period.since)
    if min(now.n, before.n) < FEW:
        return f"{said}."
    differs = shares_differ(now.hits, now.n, before.hits, before.n)
    how = BEYOND if differs else BY_CHANCE
    return f"{said} ({share(now.hits, now.n)}; {percent(before.hits, before.n)} before, {how})."


def escalated(facts: Facts) -> str:
    """Return how many escalations were raised."""
    now, before = facts.escalated, facts.escalated_before
    urgent = f", {facts.urgent:,} of them urgent" if facts.urgent else ""
    if not now and not before:
        return ""
    return (
        f"{_many(now, 'escalation')} {'were' if now > 1 else 'was'} raised{urgent}; {before:,} in {facts.period.ago}."
    )


def interruptions(now: Lost, before: Lost, ago: str) -> str:
    """Return what was down unplanned, each moment counted once, and what that left."""
    was = f"{before.n:,} lasted {rows.span(before.unplanned_s)}" if before.n else "none"
    if not now.n:
        return f"No unplanned interruption ({ago}: {was})."
    said = f"{_many(now.n, 'unplanned interruption')} lasted {rows.span(now.unplanned_s)}, each moment counted once: "
    said += f"availability {rows.share(now.available, now.unplanned_s)} of calendar time"
    if now.agreed_s is not None:
        said += f", {rows.share(now.agreed, now.agreed_lost_s or 0.0)} of agreed service time"
    return f"{said} ({ago}: {was})."


def actions(facts: Facts) -> str:
    """Return what the corrective actions in effect changed."""
    told = [rows.effect(each) for each in facts.acted if each.after is not None and each.before is not None]
    if not facts.acted:
        return "No problem was worked on."
    if not told:
        return f"{_many(len(facts.acted), 'problem')} worked on; no corrective action is in effect yet."
    less, more = (
        sum(said == verdict for said in told) for verdict in ("less often than before", "more often than before")
    )
    ways = (
        (less, "less often"),
        (more, "more often"),
        (len(told) - less - more, "no more or less often than chance makes"),
    )
    if len(told) == 1:
        return f"1 corrective action is in effect; its kind of case comes {next(how for n, how in ways if n)}."
    said = [f"{n} come{'s' if n == 1 else ''} {how}" for n, how in ways if n]
    return f"{len(told)} corrective actions are in effect; of their kinds of cases {_listed(said)}."


def summary(facts: Facts, clocks: Sequence[Row], misses: Sequence[Row], lost: tuple[Lost, Lost]) -> list[str]:
    """Return the sentences of the summary in the order in which a client asks."""
    return [said for said in _said(facts, clocks, misses, lost) if said]


def _said(facts: Facts, clocks: Sequence[Row], misses: Sequence[Row], lost: tuple[Lost, Lost]) -> Iterator[str]:
    yield f"{failures(facts)} {remarkable(facts)}"
    yield from (kept(clock) for clock in clocks)
    if clocks:
        yield worst(misses)
    yield speed(facts.pace, facts.pace_before, facts.period.ago)
    yield causes(facts)
    yield again(facts)
    yield actions(facts)
    yield won_back(facts)
    yield interruptions(*lost, facts.period.ago)
    yield escalated(facts)


def _against(clock: Row, n: int) -> str:
    before = clock["n_before"]
    if min(n, before) < FEW:
        return "Too few to compare with the period before."
    points = 100 * (clock["met"] / n - clock["met_before"] / before)
    if abs(points) < 0.05:  # noqa: PLR2004 – what one decimal shows as none
        return "The same share as before."
    how = f"{abs(points):.1f} pt {'higher' if points > 0 else 'lower'} than before ({clock['share_before']})"
    return f"{how[0].upper()}{how[1:]}: {BEYOND if clock['differs'] else BY_CHANCE}."


def _many(n: int, one: str, more: str = "") -> str:
    return f"{n:,} {one if n == 1 else more or one + 's'}" if n else f"No {one}"


def _s(n: int) -> str:
    return "" if n == 1 else "s"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
