"""Workers that are killed: what they left is done by the others, and nothing is done twice."""

import random

from caselight.store.engine import Store
from killing import counted, fall_due, kill


def test_three_workers_killed_at_random_record_everything_exactly_once(store: Store) -> None:
    fall_due(store, cases=40, seconds=6)

    killed = kill(store, seconds=7, workers=3, chance=random.Random(7))  # noqa: S311 – no secret

    assert killed >= 4
    assert counted(store) == {"cases": 40, "exactly once": 40, "never": 0, "doubled": 0, "chains broken": 0}
