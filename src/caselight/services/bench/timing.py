"""How long calls take, side by side: one round of each after the other, so that a busy machine slows all alike."""

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import TypeVar

T = TypeVar("T")
Call = Callable[[], object]
MS = 1_000


def side_by_side(calls: Mapping[str, Call], *, rounds: Mapping[str, int]) -> dict[str, float]:
    """Return the median milliseconds of each call over its own number of rounds, the first round not counted."""
    took: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(max(rounds.values()) + 1):
        for name, call in calls.items():
            if turn <= rounds[name]:
                took[name].append(timed(call)[1])
    return {name: round(median(times[1:]) * MS, 3) for name, times in took.items()}


def cpu_ms(call: Call, *, rounds: int) -> float:
    """Return the median milliseconds of processor time of a call, in this process, whatever else the machine does."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        call()
        times.append(time.process_time() - began)
    return round(median(times) * MS, 3)


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """Return what a call returns, and the seconds it took by the clock on the wall."""
    began = time.perf_counter()
    done = call()
    return done, time.perf_counter() - began
