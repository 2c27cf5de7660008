"""What one row of a file says."""

from typing import Any, NamedTuple


class Said(NamedTuple):
    """What one row says, by the words of the MAP; what it leaves out is None."""

    row: int
    line: int
    values: dict[str, Any]
