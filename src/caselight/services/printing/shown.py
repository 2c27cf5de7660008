"""What a review's printed forms share: its body, with what stands around it in words."""

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from caselight.core.instant import read
from caselight.core.wording import moment
from caselight.store.reviews import Kept

WORST = 10  # misses on the page; all of them stand in the annex
HASH = 12  # characters of the hash beside the number
CHARTS: tuple[tuple[str, str, str], ...] = (
    ("days", "Failures per day", "shaded: usual for the weekday; triangle: above it"),
    ("kept", "Resolutions kept in time", "triangle: below what was agreed; hollow: fewer than 20"),
    ("causes", "Root causes of failures", "number, and share with those above it"),
    ("paces", "Time to resolve", "of cases resolved, open ones at their age; hollow: fewer than 20"),
)


def shown(kept: Kept) -> dict[str, Any]:
    """Return everything that a template needs."""
    body: Mapping[str, Any] = json.loads(kept.body)
    zone = ZoneInfo(body["zone"])
    as_of = read(body["as_of"])
    misses = body["misses"]
    return {
        **body,
        "number": kept.id,
        "sha256": kept.sha256,
        "head": kept.sha256[:HASH],
        "seal": _sealed(body.get("seal"), zone),
        "data_time": f"{moment(as_of, zone)} {as_of.astimezone(zone).year}",
        "charts": [
            {
                "name": name,
                "head": head,
                "note": note,
                "svg": body["pictures"].get(name, ""),
                "alt": f"{head}. {body['alts'][name]}".strip(),
            }
            for name, head, note in CHARTS
        ],
        "worst": misses[:WORST],
        "annex": misses if len(misses) > WORST else [],
    }


def _sealed(seal: Mapping[str, str] | None, zone: ZoneInfo) -> str:
    """Tell the newest seal that the review knows of; empty where nothing was sealed, and in reviews of before."""
    if seal is None:
        return ""
    at = read(seal["sealed_at"])
    return (
        f"Everything we record is sealed each minute; the newest seal then, of {moment(at, zone)}, is {seal['hash']}. "
        "Keep it: we must be able to show it, and that everything before it holds."
    )
