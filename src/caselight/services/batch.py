"""One verb done to many cases: tried first, then one transaction for each, and taken back as a whole."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied, Refusal
from caselight.services import desk, verbs
from caselight.services.desk import Verb
from caselight.store.batch import Chosen
from caselight.store.engine import Store
from caselight.store.tables import Event

MOST = 200  # cases at a time
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done to many: how it is called, its verb, and what that is given for a value and a note."""

    label: str
    verb: Verb
    given: Callable[[Any, str], Given]


ACTS = {
    "hand off": Act("Hand off to a team", verbs.hand_off, lambda team, note: {"team_id": team, "note": note}),
    "owner": Act(
        "Give to a person",
        verbs.hand_off,
        lambda person, note: {"team_id": person[0], "owner_id": person[1], "note": note},
    ),
    "priority": Act(
        "Set the priority", verbs.update, lambda value, note: {"fields": {"priority": value}, "note": note}
    ),
    "next step": Act(
        "Set the next step", verbs.update, lambda value, note: {"fields": {"next_step": value}, "note": note}
    ),
    "note": Act("Add a note", verbs.note, lambda _, note: {"note": note}),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done, to which cases as they were seen; its request makes doing it twice the same as once."""

    request: str
    act: str
    value: Any
    note: str
    cases: tuple[Chosen, ...]


class Outcome(NamedTuple):
    """What became of one case: the event that was written, or why it was refused."""

    number: int
    title: str
    seq: int = 0
    refused: str = ""


class _Rehearsed(Exception):  # noqa: N818 – ends a transaction that must leave nothing behind
    pass


def rehearse(store: Store, batch: Batch, *, actor: Principal, now: datetime) -> list[Outcome]:
    """Return what would become of each case: each is really done, and rolled back."""
    act = ACTS[_allowed(batch, actor).act]

    def then_back(*args: object, **given: Any) -> Event:  # noqa: ANN401 – each verb has its own
        act.verb(*args, **given)
        raise _Rehearsed

    def once(case: Chosen) -> int:
        with suppress(_Rehearsed):
            _perform(store, then_back, batch, case, actor=actor, now=now)
        return 0

    return [_outcome(case, partial(once, case)) for case in batch.cases]


def perform(store: Store, batch: Batch, *, actor: Principal, now: datetime) -> list[Outcome]:
    """Do it to each case in its own transaction, and return what became of each; again, it does nothing."""
    do = partial(_perform, store, ACTS[_allowed(batch, actor).act].verb, batch, actor=actor, now=now)
    return [_outcome(case, partial(do, case)) for case in batch.cases]


def take_back(
    store: Store, batch: Batch, outcomes: Sequence[Outcome], *, actor: Principal, now: datetime
) -> list[Outcome]:
    """Undo what was done, case by case: each as if it had been one's only entry, within its minute."""

    def back(done: Outcome) -> int:
        request = f"{batch.request}:undo:{done.number}"
        given = {"case": done.number, "seq": done.seq}
        return desk.perform(store, verbs.undo, actor=actor, now=now, request=request, **given).version

    return [_outcome(Chosen(one.number, 0, one.title), partial(back, one)) for one in outcomes if one.seq]


def _allowed(batch: Batch, actor: Principal) -> Batch:
    if not actor.may(Right.ANY_TEAM):
        raise Denied("Only leads and managers change many cases at a time.")
    if len(batch.cases) > MOST:
        raise Refusal(f"At most {MOST} cases at a time. Narrow the filters.")
    return batch


def _perform(store: Store, verb: Verb, batch: Batch, case: Chosen, *, actor: Principal, now: datetime) -> int:
    given = ACTS[batch.act].given(batch.value, batch.note)
    request = f"{batch.request}:{case.number}"
    seen = case.version
    return desk.perform(
        store, verb, actor=actor, now=now, request=request, case=case.number, seen=seen, **given
    ).version


def _outcome(case: Chosen, do: Callable[[], int]) -> Outcome:
    try:
        return Outcome(case.number, case.title, do())
    except Refusal as refused:
        return Outcome(case.number, case.title, refused=refused.sentence)
