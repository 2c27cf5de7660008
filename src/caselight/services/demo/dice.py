"""Chance that is always the same: one generator for each thing named, so that adding a thing never moves another."""

import hashlib
import math
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import Self, TypeVar

from numpy.random import PCG64, Generator, SeedSequence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws in the words of the scenario."""

    rng: Generator

    @classmethod
    def of(cls, seed: int, *names: object) -> Self:
        """Return the dice of the thing with these names."""
        digest = hashlib.sha256("/".join(map(str, names)).encode()).digest()
        key = tuple(int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4))
        return cls(Generator(PCG64(SeedSequence(seed, spawn_key=key))))

    def chance(self, share: float) -> bool:
        """Say yes in this share of cases."""
        return self.rng.random() < share

    def between(self, low: float, high: float) -> float:
        """Return a number between the two, each as likely."""
        return low + (high - low) * self.rng.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.rng.random() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options, each as likely."""
        return options[int(self.rng.random() * len(options))]

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of the options, by weight."""
        summed = list(accumulate(weights))
        return options[bisect(summed, self.rng.random() * summed[-1], hi=len(options) - 1)]

    def count(self, mean: float) -> int:
        """Return a Poisson count."""
        return int(self.rng.poisson(mean))

    def clustered(self, mean: float, dispersion: float) -> int:
        """Return a negative binomial count with this mean and ratio of variance to mean."""
        if mean <= 0:
            return 0
        return int(self.rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion))

    def span(self, median: timedelta, sigma: float) -> timedelta:
        """Return a lognormal span of whole seconds, one at least."""
        seconds = median.total_seconds() * math.exp(sigma * self.rng.standard_normal())
        return timedelta(seconds=max(1, round(seconds)))
