"""What the fields of interruptions and recoveries say in the demo."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from caselight.core.instant import write
from caselight.services.demo.filled import About, Fields, Filled

VENDORS = ("Lindgate Cloud", "Ostara Carrier", "Parcellus Data", "Bright Quay Payments")
REACTIONS = (
    "Asked for a manager at once.",
    "Calm, but said it was the second time.",
    "Wants to leave at the end of the month.",
    "Understood, and asked for it in writing.",
    "Angry; hung up before we could offer anything.",
)
FAILED = ("technical", "procedural", "customer-facing")


def interruption(about: About, own: Callable[[About], Fields], *, severity: str = "", hit: int = 1) -> Filled:
    """Return the fields that all interruptions have, and those of one type."""
    logging: Fields = {"affected_services": [about.service][:hit], "down_from": write(about.occurred_at)}
    fields = own(about)
    at_once = {name: fields.pop(name) for name in ("vendor",) if name in fields}
    minutes = max(1, round((about.resolved_at - about.occurred_at).total_seconds() / 60))
    return Filled(
        logging | at_once,
        {
            "down_until": write(about.resolved_at.replace(microsecond=0)),
            "severity": severity or ("major" if about.serious else "minor"),
            **fields,
        },
        {
            "actions_taken": f"Looked into {about.service}.\nFound: {about.cause}.\nMended it and watched for a while.",
            "resolution": f"{about.service} works again; cause: {about.cause}.",
            "impact_assessment": f"{about.service} in {about.place}, {minutes} minutes.",
        },
    )


def outage(about: About) -> Fields:
    """Return the fields of an outage."""
    return {"reach": about.dice.weighted(("one service", "one site or region", "whole system"), (60, 30, 10))}


def degradation(about: About) -> Fields:
    """Return the fields of a degradation."""
    symptom = about.dice.pick(("slow response", "raised error rate", "slow and failing"))
    return {"symptom": symptom, "measured": f"Usually 0.4 s, now {about.dice.whole(2, 30)} s"}


def error(about: About) -> Fields:
    """Return the fields of an application error."""
    failing = about.dice.pick(("failed transaction", "API error", "bug"))
    return {"application": f"{about.service} {about.dice.whole(2, 9)}.{about.dice.whole(0, 9)}", "failing": failing}


def communication_disruption(about: About) -> Fields:
    """Return the fields of a communication disruption."""
    carries = about.dice.weighted(("voice", "data", "voice and data"), (60, 25, 15))
    return {"carries": carries, "line": f"Trunk {about.dice.whole(1, 8)}, {about.place}"}


def vendor(about: About) -> Fields:
    """Return the fields of an interruption by a third party."""
    return {
        "vendor": about.dice.pick(VENDORS),
        "vendor_reference": f"TP-{about.dice.whole(10_000, 99_999)}",
        "effect_on_delivery": f"{about.service} could not be offered in {about.place}; the rest went through.",
    }


def incident(_about: About) -> Fields:
    """Return the fields of an incident: it has none of its own."""
    return {}


def maintenance(about: About) -> Filled:
    """Return the fields of planned maintenance; the window is known when it is announced."""
    window = {"down_from": write(about.resolved_at - timedelta(hours=2)), "down_until": write(about.resolved_at)}
    done = interruption(about, incident, severity="none")
    logging = {"affected_services": [about.service], "announced_at": write(about.occurred_at), **window}
    return Filled(logging, {"severity": "none", "work": f"{about.service} brought up to date."}, done.closing)


def recovery(about: About) -> Filled:
    """Return the fields of a service recovery."""
    resolving = {
        "failed": about.dice.pick(FAILED),
        "product": about.service,
        "happened_at": write(about.occurred_at),
        "first_reaction": about.dice.pick(REACTIONS),
    }
    return Filled({"customer": f"Customer {about.dice.whole(10_000, 99_999)}"}, resolving, {})


OWN: Mapping[str, Callable[[About], Fields]] = {
    "incident": incident,
    "outage": outage,
    "degradation": degradation,
    "error": error,
    "communication_disruption": communication_disruption,
    "vendor": vendor,
}


def _of(own: Callable[[About], Fields]) -> Callable[[About], Filled]:
    return lambda about: interruption(about, own)


FILL: dict[str, Callable[[About], Filled]] = {
    **{record_type: _of(own) for record_type, own in OWN.items()},
    "maintenance": maintenance,
    "recovery": recovery,
}
