"""What a notice says, in a few words: what happened to the case, and what happens next."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from caselight.core import notice_kinds
from caselight.core.escalation import Step, Way
from caselight.core.escalation_kinds import KINDS
from caselight.core.sweep import WHOLE
from caselight.core.wording import moment

STEPS = {
    Step.ACKNOWLEDGE: "Not acknowledged in time",
    Step.RESOLVE: "Not resolved in time at its tier",
    Step.UPDATE: "Nothing was heard since it was acknowledged",
}


def sentence(kind: str, body: Mapping[str, Any], *, zone: tzinfo, now: datetime) -> str:
    """Return what a notice tells: "Not acknowledged in time; now with tier 2"."""
    parts = [_what(kind, body), _whither(body)]
    if body.get("ack_due_at"):
        parts.append(f"acknowledge by {moment(datetime.fromisoformat(body['ack_due_at']), zone, now=now)}")
    if body.get("others"):
        parts.append(f"{body['others']} more thresholds")
    return "; ".join(filter(None, parts))


def _what(kind: str, body: Mapping[str, Any]) -> str:
    if "step" in body:
        return STEPS[Step(body["step"])]
    if "promise" in body:
        promise, percent = body["promise"].capitalize(), body["percent"]
        return f"{promise} missed its target" if percent == WHOLE else f"{promise} at {percent}% of its target"
    if body.get("kind") in KINDS:
        return f"Escalated: {KINDS[body['kind']].label.lower()}"
    return notice_kinds.KINDS[kind].title


def _whither(body: Mapping[str, Any]) -> str:
    """Say where the case is now, if the notice says that it moved; a manager's eyes move nothing."""
    if body.get("way") == Way.HIERARCHICAL:
        return "a manager is called"
    return f"now with tier {body['to_tier']}" if body.get("to_tier") else ""
