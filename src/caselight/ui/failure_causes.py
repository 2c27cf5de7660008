"""Root causes in Pareto's order, by what they weigh: count, time lost, or promises missed."""

from caselight.core.tallies import Cause, Pareto
from caselight.store.failures import Counted
from caselight.ui import choices, failure_names, html
from caselight.ui.filters import Asked

WEIGHTS = {"count": "Count", "lost": "Minutes lost", "breaches": "Breaches"}
MOST = 8  # causes


def show(found: Counted, asked: Asked) -> None:
    """Draw the switch and the causes."""
    html.draw("panel_head", head="Root causes", note=finding(found.paretos["count"]))
    weight = choices.one("Weight", WEIGHTS, "weight")
    pareto = found.paretos[weight]
    longest = max((cause.weight for cause in pareto.causes), default=1)
    shown = [cause for cause in pareto.causes if cause.key is not None][:MOST]
    shown += [cause for cause in pareto.causes if cause.key is None]
    html.draw(
        "failure_causes",
        rows=[_row(cause, asked, longest, {bar.key: bar.n for bar in found.bars["cause"]}) for cause in shown],
        left_out=len(pareto.causes) - len(shown),
        weight=WEIGHTS[weight].lower(),
        hides_much=pareto.hides_much,
    )


def finding(pareto: Pareto) -> str:
    """Return how few causes make up most of it."""
    known = sum(cause.key is not None for cause in pareto.causes)
    return f"{pareto.vital} of {known} known causes make up 80%" if known else "no cause is known"


def _row(cause: Cause, asked: Asked, longest: float, counts: dict[object, int]) -> dict[str, str]:
    return {
        "name": failure_names.of("cause", cause.key, asked),
        "link": failure_names.link("cause", cause.key, asked),
        "n": f"{counts[cause.key]:,}",
        "weight": f"{cause.weight:,.0f}",
        "width": f"{100 * cause.weight / longest:.1f}",
        "so_far": f"{cause.so_far:.0%}",
    }
