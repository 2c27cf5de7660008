"""Moves turned into facts: what the verbs of `services.verbs` would have written, without a database."""

from collections.abc import Mapping, Sequence

from caselight.services.changes import compared
from caselight.services.demo.floor import Account, Floor
from caselight.services.demo.lives import Move
from caselight.services.demo.playing import VERBS, Played
from caselight.services.whole_intervals import moves
from caselight.store.bulk import WholeCase
from caselight.store.chain import Fact

SAID_AS = {"escalate": "reason", "decline": "reason", "resolve escalation": "outcome"}  # where the note stands


def played(moves: Sequence[Move], floor: Floor, account: Account, *, numbers: Mapping[str, int]) -> WholeCase:
    """Return the case that these moves make; `numbers` tells which case a twin is merged into."""
    so_far = Played(floor, account, numbers)
    for move in moves:
        so_far.facts.append(_fact(so_far, move))
    clocks = [clock.row() for clock in so_far.clocks]
    sheets, raised = list(so_far.sheets.rows.values()), so_far.escalations.rows()
    return WholeCase(so_far.case, so_far.facts, clocks, intervals=so_far.intervals(), sheets=sheets, escalations=raised)


def _fact(so_far: Played, move: Move) -> Fact:
    """Do one move and return what it left behind."""
    before = dict(so_far.case)
    images = {clock.promise: clock.image() for clock in so_far.clocks}
    intervals = so_far.intervals()
    kind, verb = VERBS[move.verb]
    more = verb(so_far, move) or {}
    case = so_far.case
    if move.actor is not None or move.verb == "log":
        case["touched_at"] = move.at
    changes, texts = compared(before, case)
    texts |= more.pop("texts", {})
    note = move.given.get(SAID_AS.get(move.verb, "note"))
    moved = {clock.promise.value: [images.get(clock.promise), clock.image()] for clock in so_far.clocks}
    clocks = {name: pair for name, pair in moved.items() if pair[0] != pair[1]}
    more |= {"intervals": moves(intervals, so_far.intervals()), "escalations": so_far.escalations.told()}
    return Fact(
        kind=f"case:{kind}".format(**move.given),
        at=move.at,
        recorded_at=move.at,
        actor_id=move.actor,
        client_id=so_far.account.id,
        status=case["status"],
        team_id=case["team_id"],
        tier=so_far.floor.team(case["team_id"]).tier,
        owner_id=case["owner_id"],
        is_accepted=case["is_accepted"],
        body={name: value for name, value in {"changes": changes, "clocks": clocks, **more}.items() if value},
        texts=texts | ({"note": note} if note else {}),
    )
