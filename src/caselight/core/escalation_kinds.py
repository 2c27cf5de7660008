"""The kinds of escalation: who raises them, what they owe, and when to choose which."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from caselight.core.escalation import Trigger
from caselight.core.refusal import Refusal
from caselight.core.text import quoted

ATTEMPTS = 3  # contacts tried before a complaint may end without the customer's word
LINE = 300


class Kind(NamedTuple):
    """One kind; `owed` must be said when it is raised, `owed_at_end` when it is resolved."""

    label: str
    trigger: Trigger
    guidance: str
    owed: tuple[str, ...] = ()
    owed_at_end: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()  # may be said at any time
    is_urgent: bool = False
    acknowledge_at_most: timedelta | None = None


CUSTOMERS_LIMIT = timedelta(minutes=60)
STAGES = ("raised", "evidence", "first decision", "appeal", "final decision")

KINDS: dict[str, Kind] = {
    "tiered": Kind("More skill needed", Trigger.AGENT, "The next tier can do what this team cannot."),
    "time": Kind("Time ran out", Trigger.TIME, "Raised by itself when a target is passed."),
    "priority": Kind("Priority", Trigger.PRIORITY, "It became more serious than this team should hold."),
    "customer": Kind(
        "Customer asked for it",
        Trigger.CUSTOMER,
        "The customer asks for somebody higher. Never leave it with the person complained about.",
        fields=("about_person",),
        acknowledge_at_most=CUSTOMERS_LIMIT,
    ),
    "internal": Kind("Help wanted", Trigger.AGENT, "You need help. It does not count as a customer's escalation."),
    "technical": Kind(
        "Technical", Trigger.AGENT, "Engineering or IT must act. Say what was tried.", fields=("tried", "system")
    ),
    "process": Kind(
        "Process",
        Trigger.AGENT,
        "The same thing keeps going wrong. Name the process, not the person.",
        owed=("process",),
        owed_at_end=("proposed_change",),
    ),
    "urgent": Kind(
        "Urgent",
        Trigger.AGENT,
        "Security, outage, safety, regulator, legal threat. Goes to the highest tier at once, around the clock.",
        owed_at_end=("prevention",),
        is_urgent=True,
    ),
    "experience": Kind(
        "Customer experience",
        Trigger.CUSTOMER,
        "Delay, misunderstanding, wrong information. Say whether a refund or compensation is asked for.",
        owed=("request",),
        owed_at_end=("decision",),
        fields=("amount",),
        acknowledge_at_most=CUSTOMERS_LIMIT,
    ),
    "exception": Kind(
        "Policy exception",
        Trigger.AGENT,
        "The policy does not fit this case. Name the policy and what you would do instead.",
        owed=("policy",),
        owed_at_end=("decision", "approver"),
        fields=("proposed_change",),
    ),
    "complaint": Kind(
        "Complaint",
        Trigger.CUSTOMER,
        "The customer is dissatisfied and expects an answer. It ends with their word, or after three attempts.",
        owed_at_end=("finding", "confirmation"),
        fields=("attempts",),
        acknowledge_at_most=CUSTOMERS_LIMIT,
    ),
    "dispute": Kind(
        "Dispute",
        Trigger.CUSTOMER,
        f"Money or blame is contested. Stages: {', '.join(STAGES)}.",
        owed=("stage",),
        owed_at_end=("decision",),
        fields=("amount",),
        acknowledge_at_most=CUSTOMERS_LIMIT,
    ),
}
FIELDS: dict[str, str] = {  # what to write in each
    "about_person": "Whom the customer complains about; it is never left with them.",
    "tried": "What was tried, and what came of it.",
    "system": "What must be mended.",
    "process": "Which process, not which person.",
    "proposed_change": "What should be done differently from now on.",
    "prevention": "What will keep it from happening again.",
    "request": "What the customer asks for.",
    "amount": "How much, and in which currency.",
    "decision": "What was decided, and why.",
    "policy": "Which policy does not fit this case.",
    "approver": "Who decided it.",
    "finding": "What the investigation found.",
    "confirmation": f"The customer's word; with no answer, after {ATTEMPTS} attempts.",
    "attempts": "How often you tried to reach them.",
    "stage": "Where the dispute stands now.",
}
CHOICES: dict[str, tuple[str, ...]] = {
    "request": ("refund", "compensation", "neither"),
    "stage": STAGES,
    "confirmation": ("confirmed", "no answer"),
}


def check(
    kind: str, given: Mapping[str, Any], *, is_end: bool = False, kept: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Return what is now known of an escalation of this kind; refuse unknown fields and name those still owed."""
    if kind not in KINDS:
        raise Refusal("There is no such kind of escalation.", fields={"kind": f"One of: {', '.join(KINDS)}."})
    rule = KINDS[kind]
    known = {*rule.owed, *rule.owed_at_end, *rule.fields}
    if strange := sorted(set(given) - known):
        raise Refusal(
            f"A {kind} escalation has no field {quoted(strange[0])}. It has: {', '.join(sorted(known)) or 'none'}."
        )
    said = {**(kept or {}), **{name: _line(name, value) for name, value in given.items() if str(value).strip()}}
    owed = [name for name in rule.owed + (rule.owed_at_end if is_end else ()) if name not in said]
    if owed:
        labels = ", ".join(name.replace("_", " ") for name in owed)
        raise Refusal(f"{rule.label} still needs: {labels}.", fields=dict.fromkeys(owed, "Say it in one line."))
    if is_end and said.get("confirmation") == "no answer" and int(said.get("attempts", "0")) < ATTEMPTS:
        sentence = f"Without the customer's word it takes {ATTEMPTS} attempts to reach them. Say how many there were."
        raise Refusal(sentence, fields={"attempts": sentence})
    return said


def _line(name: str, value: Any) -> str:  # noqa: ANN401 – what a form sent
    line = " ".join(str(value).split())
    choices = CHOICES.get(name)
    wrong = ""
    if choices and line not in choices:
        wrong = f"{name.replace('_', ' ').capitalize()} is one of: {', '.join(choices)}."
    elif name == "attempts" and not line.isdecimal():
        wrong = "Attempts is a whole number."
    elif len(line) > LINE:
        wrong = f"{name.replace('_', ' ').capitalize()} has {len(line)} characters; {LINE} is the most."
    if wrong:
        raise Refusal(wrong, fields={name: wrong})
    return line
