"""The wall's tile of what is down now."""

from datetime import timedelta

import pytest

from caselight.store.interruptions import DownNow
from caselight.ui import wall_tiles
from floor import at

NOW = at("Mon 14:05")


def interruptions(*down: tuple[int, int | None]) -> wall_tiles.Tile:
    """Return the tile for interruptions that began so many minutes ago and hit so many customers."""
    rows = [DownNow(n, 1, NOW - timedelta(minutes=ago), hit) for n, (ago, hit) in enumerate(down, 1)]
    return wall_tiles.interruptions(rows, NOW)


@pytest.mark.parametrize(
    ("down", "value", "lines"),
    [
        ([(42, 1240)], "1", ("1,240 customers", "longest 42m")),
        ([(90, 1000), (5, 240)], "2", ("1,240 customers", "longest 1h 30m")),
        ([(90, 1000), (5, None)], "2", ("over 1,000 customers", "longest 1h 30m")),  # one of them is not known
        ([(5, None)], "1", ("customers unknown", "longest 5m")),
        ([], "0", ("nothing is", "interrupted")),
    ],
)
def test_interruptions_now_are_told_with_the_customers_they_hit(
    down: list[tuple[int, int | None]], value: str, lines: tuple[str, str]
) -> None:
    assert interruptions(*down).values == ((value, lines),)
