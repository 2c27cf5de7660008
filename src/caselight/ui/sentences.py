"""What each kind of event says on a timeline: one sentence that needs no manual."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from caselight.core.attachments import size_in_words
from caselight.core.priority import label as priority_label
from caselight.core.records import TYPES
from caselight.core.recurrence import WITHIN, ordinal
from caselight.core.sheets import SHEETS
from caselight.core.wording import duration, reference
from caselight.store.casefile import CaseFile, Told
from caselight.ui import handing, interval_words

ERASED = "(erased)"
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event with what is needed to say it."""

    file: CaseFile
    event: Told
    events: Sequence[Told]
    texts: Mapping[str, str]
    zone: tzinfo = UTC

    @property
    def where(self) -> str:
        """Return the team that has the case after the event."""
        return f"{self.event.team}, tier {self.event.tier}" if self.event.team else "no team"

    @property
    def before(self) -> Told:
        """Return the event before this one, or this one where it is the first."""
        earlier = [event for event in self.events if event.seq < self.event.seq]
        return earlier[-1] if earlier else self.event


def sentence(happened: Happened) -> str:
    """Return what happened; the note, if there is one, stands after it."""
    say = SENTENCES.get(happened.event.kind)
    return f"{say(happened)}{_again(happened.event.body)}" if say else ""


def _again(body: Mapping[str, Any]) -> str:
    """Return that the case was seen to come again, where its kind became known."""
    repeated = body.get("recurs")
    return f" {ordinal(repeated['earlier'] + 1)} of this kind in {WITHIN.days} days." if repeated else ""


def _logged(happened: Happened) -> str:
    file, event = happened.file, happened.event
    record = TYPES[file.record_type].title if file.record_type in TYPES else file.record_type
    priority = event.body.get("changes", {}).get("priority", [None, file.priority])[1]
    lag = event.at - file.occurred_at
    late = f", {duration(lag)} after it happened" if lag >= A_MINUTE else ""
    verb = "Imported" if event.kind == "case:imported" else "Logged"
    return f"{verb} as {record}, {priority_label(priority)}, with {happened.where}{late}{_by_rule(event.body)}."


def _by_rule(body: Mapping[str, Any]) -> str:
    """Return by which routing rule a new case went there, and whom it passed over."""
    went = body.get("routing", {})
    rule = f", by routing rule {went['rule']}" if "rule" in went else ""
    return f"{rule}; its owner {went['passed_over']['why']} and was passed over" if "passed_over" in went else rule


def _waiting(happened: Happened) -> str:
    held = list(happened.event.body.get("clocks", {}))
    clocks = f"; the {' and '.join(held)} clock {'is' if len(held) == 1 else 'are'} held" if held else ""
    return f"Waiting for {happened.texts.get('waiting_reason', ERASED)}{clocks}."


def _went_on(happened: Happened) -> str:
    return f"Work goes on after {duration(happened.event.at - happened.before.at)}."


def _handed_off(happened: Happened) -> str:
    owner = f", {happened.event.owner}" if happened.event.owner else ""
    return f"Handed off to {happened.where}{owner}. {handing.accepted(happened.events, happened.event.seq)}"


def _escalated(happened: Happened) -> str:
    return f"Escalated from tier {happened.event.body.get('from_tier', '?')} to {happened.where}."


def _resolved(happened: Happened) -> str:
    """Return that it is resolved, and how each promise that stopped with it came out."""
    outcomes = [
        f"{promise} {'missed' if _was_missed(after) else 'met'}"
        for promise, (_, after) in happened.event.body.get("clocks", {}).items()
        if after.get("stopped_at")
    ]
    return f"Resolved; {', '.join(outcomes)}." if outcomes else "Resolved."


def _was_missed(clock: Mapping[str, str | None]) -> bool:
    due_at, stopped_at = clock.get("due_at"), clock.get("stopped_at")
    return bool(clock.get("first_missed_at") or (due_at and stopped_at and due_at < stopped_at))


def _undone(happened: Happened) -> str:
    back = next((each for each in happened.events if each.seq == happened.event.body.get("undoes")), None)
    return f"Took back the entry “{words_of(back.kind)}”." if back else "Took back an entry."


def _clock_moved(happened: Happened) -> str:
    """Return what each clock was aimed at before a new version of a contract or a calendar, and since."""
    moved = [
        f"{promise} {_target(before)} became {_target(after)}"
        for promise, (before, after) in happened.event.body.get("clocks", {}).items()
    ]
    return f"A new version was applied: {'; '.join(moved)}." if moved else "A new version was applied."


def _target(clock: Mapping[str, Any]) -> str:
    due_at = clock.get("due_at")
    when = f"due {datetime.fromisoformat(due_at):%d %b %H:%M} UTC" if due_at else "held"
    return f"{duration(timedelta(seconds=clock['target_s']))} ({when})"


def _attached(happened: Happened) -> str:
    told = happened.event.body["attachment"]
    return f"Attached {_file(happened)}, {told['type']}, {size_in_words(told['size'])}."


def _file(happened: Happened) -> str:
    name = happened.texts.get("attachment")
    return f"“{name}”" if name else ERASED


def words_of(kind: str) -> str:
    """Return the kind of an event as one says it: handed off, corrective action added."""
    sheet, _, did = kind.removeprefix("case:").rpartition("_")
    if sheet in SHEETS:
        return f"{SHEETS[sheet].title.lower()} {did}"
    return kind.removeprefix("case:").replace("_", " ")


SENTENCES: dict[str, Callable[[Happened], str]] = {
    "case:logged": _logged,
    "case:imported": _logged,
    "case:acknowledged": lambda happened: f"Acknowledged by {happened.where}.",
    "case:owned": lambda happened: f"Taken by {happened.event.owner}.",
    "case:waiting": _waiting,
    "case:went_on": _went_on,
    "case:told": lambda _: "The customer was told:",
    "case:handed_off": _handed_off,
    "case:escalated": _escalated,
    "case:resolved": _resolved,
    "case:closed": lambda _: "Closed.",
    "case:reopened": lambda _: "Reopened. Its clocks go on with the time already used.",
    "case:cancelled": lambda _: "Cancelled.",
    "case:merged": lambda happened: f"Merged into {reference(int(happened.event.body.get('into', 0)))}.",
    "case:updated": lambda _: "Changed:",
    "case:undone": _undone,
    "case:clock_moved": _clock_moved,
    "case:attached": _attached,
    "case:attachment_removed": lambda happened: f"Removed the attachment {_file(happened)} for good.",
    "case:raised_to_manager": lambda _: "A manager was called in; team and owner stay.",
    "case:escalation_acknowledged": lambda happened: f"The escalation was acknowledged by {happened.where}.",
    "case:escalation_declined": lambda _: "The escalation was declined:",
    "case:escalation_rearmed": lambda _: "Nothing was heard for too long: the escalation must be acknowledged anew.",
    "case:escalation_resolved": lambda _: "The escalation was resolved:",
    "case:escalation_updated": lambda _: "The escalation was carried on:",
    "case:interval_opened": lambda happened: interval_words.opened(happened.event.body),
    "case:interval_changed": lambda happened: interval_words.changed(happened.event.body),
    "case:interval_ended": lambda happened: interval_words.ended(happened.event.body),
    "case:de_escalated": lambda happened: f"De-escalated to {happened.where}.",
}
