"""What people do to cases: one function each, run through `desk.perform`."""

from caselight.services.desk import Verb
from caselight.services.verbs.attaching import attach, remove_attachment
from caselight.services.verbs.ending import cancel, close, merge, reopen, resolve
from caselight.services.verbs.escalations import (
    acknowledge_escalation,
    advance,
    de_escalate,
    decline,
    resolve_escalation,
)
from caselight.services.verbs.interrupting import change_interval, end_interval, open_interval
from caselight.services.verbs.log import log
from caselight.services.verbs.moving import escalate, hand_off
from caselight.services.verbs.sheets import add_sheet, correct_sheet, finish_sheet
from caselight.services.verbs.taking import acknowledge, go_on, note, own, tell, wait
from caselight.services.verbs.undo import undo
from caselight.services.verbs.update import update

VERBS: dict[str, Verb] = {
    "update": update,
    "acknowledge": acknowledge,
    "own": own,
    "wait": wait,
    "go on": go_on,
    "note": note,
    "tell": tell,
    "hand off": hand_off,
    "escalate": escalate,
    "resolve": resolve,
    "close": close,
    "reopen": reopen,
    "cancel": cancel,
    "merge": merge,
    "undo": undo,
}

__all__ = [
    "VERBS",
    "acknowledge",
    "acknowledge_escalation",
    "add_sheet",
    "advance",
    "attach",
    "cancel",
    "change_interval",
    "close",
    "correct_sheet",
    "de_escalate",
    "decline",
    "end_interval",
    "escalate",
    "finish_sheet",
    "go_on",
    "hand_off",
    "log",
    "merge",
    "note",
    "open_interval",
    "own",
    "remove_attachment",
    "reopen",
    "resolve",
    "resolve_escalation",
    "tell",
    "undo",
    "update",
    "wait",
]
