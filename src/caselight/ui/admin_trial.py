"""What a tried change of the matrix or of a team would change: faults, and for which open cases others are called."""

from caselight.core.matrix_trial import Trial
from caselight.ui import html, matrix_words
from caselight.ui.matrix_words import Names

SHOWN = 8


def show(trial: Trial, names: Names) -> None:
    """Draw a trial."""
    rows = [
        {
            "n": each.group.n,
            "case": matrix_words.case(each.group.facts, names),
            "tier": f"at tier {each.group.tier}" if each.group.tier else "with no team",
            "before": matrix_words.call(each.before, names),
            "after": matrix_words.call(each.after, names),
        }
        for each in trial.otherwise
    ]
    html.draw(
        "admin_matrix_trial",
        appear=[matrix_words.fault(fault, names) for fault in trial.appear],
        vanish=[matrix_words.fault(fault, names) for fault in trial.vanish],
        trial=trial,
        rows=rows[:SHOWN],
        more=sum(each.group.n for each in trial.otherwise[SHOWN:]),
    )
