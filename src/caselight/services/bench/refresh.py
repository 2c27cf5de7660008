"""What a refresh of the dashboards costs: the same seven questions asked three ways, in turn."""

from collections.abc import Callable, Mapping
from functools import partial

from caselight.core.people import EVERYTHING
from caselight.services.bench import frames, product, raw
from caselight.services.bench.part import Bench
from caselight.services.bench.questions import Answers, Asked
from caselight.services.bench.timing import side_by_side

ROUNDS = {"product": 15, "raw_covering_indexes": 15, "pandas": 3}


def measure(bench: Bench) -> dict[str, float]:
    """Return the median milliseconds of each way."""
    asked = Asked(bench.ends.replace(second=0, microsecond=0))
    connection = raw.copied(bench.path, bench.folder)

    def ours() -> Answers:
        with bench.store.reading(EVERYTHING) as session:
            return product.answers(session, asked)

    def naive() -> Answers:
        with bench.store.reading(EVERYTHING) as session:
            return frames.answers(session, asked)

    ways: dict[str, Callable[[], Answers]] = {
        "product": ours,
        "raw_covering_indexes": partial(raw.answers, connection, asked),
        "pandas": naive,
    }
    try:
        compare({name: way() for name, way in ways.items()})
        return side_by_side(ways, rounds=ROUNDS)
    finally:
        connection.close()


def compare(told: Mapping[str, Answers]) -> None:
    """Raise AssertionError where the ways do not answer alike: what does not do the same work is not measured."""
    if any(answers != told["product"] for answers in told.values()):
        raise AssertionError(f"The ways to refresh do not answer alike: {told}")
