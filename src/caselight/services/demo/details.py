"""What the fields of each record type say in the demo: when logged, when resolved, when closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from caselight.core.instant import write
from caselight.services.demo import down_details
from caselight.services.demo.filled import About, Fields, Filled
from caselight.services.demo.scenario import COURIER

CARRIERS = (COURIER, "own van", "Lindau depot", "regional post")
FAILURES = {
    "customer_service": (
        "delayed response",
        "delayed resolution",
        "incorrect information",
        "unresolved complaint",
        "escalation-handling failure",
        "rude or careless service",
    ),
    "delivery": (
        "late or missed delivery",
        "incorrect fulfilment",
        "damaged or lost item",
        "poor packaging or handling",
    ),
}


def fill(record_type: str, about: About) -> Filled:
    """Return the fields of a type; a serious case says at closing why."""
    filled = FILL[record_type](about)
    return replace(filled, closing=filled.closing | analysis(about)) if about.serious else filled


def analysis(about: About) -> Fields:
    """Return why it came to this."""
    return {
        "root_cause_analysis": f"{about.cause.capitalize()}. No alarm was set for it.",
    }


def _technical(about: About) -> Filled:
    lasted = (about.resolved_at - about.occurred_at) * about.dice.between(0.4, 1)
    logging: Fields = {"affected_services": [about.service], "down_from": write(about.occurred_at)}
    if about.dice.chance(0.4):
        logging["error_log"] = (
            f"{about.occurred_at:%H:%M:%S} {about.service}: timeout after {about.dice.whole(5, 60)} s"
        )
    closing = {"recovery_actions": f"Restarted {about.service}.\nWatched it for 30 minutes."}
    return Filled(logging, {"down_until": write(_whole_second(about.occurred_at + lasted))}, closing)


def _customer_service(about: About) -> Filled:
    asked = about.occurred_at - timedelta(minutes=about.dice.whole(0, 600))
    logging: Fields = {"failure": about.dice.pick(FAILURES["customer_service"]), "asked_at": write(asked)}
    return Filled(logging, {"answered_at": write(about.resolved_at)}, {"expected": "An apology, and a clear answer."})


def _delivery(about: About) -> Filled:
    kind = about.dice.weighted(FAILURES["delivery"], (55, 20, 17, 8))
    logging: Fields = {"failure": "late or missed delivery" if about.carrier else kind}
    logging["promised_at"] = write(about.occurred_at - timedelta(hours=about.dice.whole(1, 30)))
    if about.carrier or about.dice.chance(0.7):
        logging["carrier"] = about.carrier or about.dice.pick(CARRIERS)
    resolving: Fields = {"order_reference": f"PO-{about.dice.whole(100_000, 999_999)}"}
    if about.dice.chance(0.8):
        resolving["delivered_at"] = write(about.resolved_at)
    return Filled(logging, resolving, {})


def _process_deviation(about: About) -> Filled:
    step = about.dice.whole(2, 6)
    closing = {
        "steps": f"1 opened the account\n{step} {about.cause}\n{step + 1} went on as agreed",
        "resulting_impact": f"Work on {about.service} done twice; customers informed.",
    }
    return Filled({}, {"deviation_point": f"Step {step}: {about.cause}."}, closing)


def _communication(about: About) -> Filled:
    resolving: Fields = {
        "departments": [about.place.removeprefix("the ").capitalize(), "Client desk"],
        "missed": f"From the early to the late shift: news about {about.service}.",
    }
    closing = {
        "customer_impact": f"About {about.dice.whole(2, 40)} customers asked twice.",
        "lessons_learned": "News go on the hand-over sheet, and the next shift ticks them off.",
    }
    return Filled({}, resolving, closing)


def _compliance(about: About) -> Filled:
    logging: Fields = {
        "breach_details": f"Since {about.occurred_at:%d %B}: {about.service} handled against the agreement.",
        "clause": f"{about.dice.whole(2, 9)}.{about.dice.whole(1, 6)} {about.dice.pick(('First response', 'Privacy'))}",
    }
    if about.dice.chance(0.2):
        logging["is_reportable"] = about.dice.chance(0.5)
    told = about.opened_at + (about.resolved_at - about.opened_at) * about.dice.between(0.1, 0.9)
    closing = {"corrective_measures": "Check added to the desktop.\nTeam briefed; sampled weekly for a month."}
    return Filled(logging, {"notified_at": write(_whole_second(told))}, closing)


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


FILL: dict[str, Callable[[About], Filled]] = {
    "technical": _technical,
    "customer_service": _customer_service,
    "delivery": _delivery,
    "process_deviation": _process_deviation,
    "communication": _communication,
    "compliance": _compliance,
    **down_details.FILL,
}
