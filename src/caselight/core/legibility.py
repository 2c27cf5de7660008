"""How large a wall writes, so that it can be read from where people stand.

ISO 9241-303: a capital letter is readable from 16 minutes of arc on and comfortable from 22; under 10 nobody reads it.
"""

from dataclasses import dataclass
from math import atan, degrees, floor, hypot, radians, tan

from caselight.core.refusal import Refusal

FLOOR, READABLE, COMFORTABLE = 10.0, 16.0, 22.0  # minutes of arc
CAPITAL = 0.66  # height of a capital letter, in the size of its text
MM_PER_INCH = 25.4
GRID = (1920, 1080)  # what the wall is drawn for
ACROSS = (1920, 2560, 3840)  # pixels that a panel's browser may have from left to right
LIST_PX = 34  # the list's text on the grid at scale 1, as `wall.css` has it
SCALES = (1.0, 1.6)  # larger, and the list has no three rows; smaller, and secondary text is under 28 px
STEP = 0.01
MOST_ROWS = 9
HIGH, AROUND, ROW = 67.5, 28.5, 3.8  # of the grid, of all that is not a row, and of a row: rem, as `wall.css` has it
INCHES, METRES = (10.0, 150.0), (0.5, 20.0)
# Up to which scale how many of the tiles stand beside each other; beyond the first the list has the width to itself.
LAYOUTS = ((1.0, 5), (1.35, 4), (SCALES[1], 3))


@dataclass(frozen=True, slots=True)
class Panel:
    """A 16:9 panel: its diagonal, how far away it is read, and how many pixels its browser has across."""

    inches: float = 55.0
    metres: float = 3.0
    across: int = GRID[0]

    def checked(self) -> "Panel":
        """Return it; refuse what no wall can be."""
        if not INCHES[0] <= self.inches <= INCHES[1]:
            raise _at("inches", f"A panel measures {INCHES[0]:g} to {INCHES[1]:g} inches from corner to corner.")
        if not METRES[0] <= self.metres <= METRES[1]:
            raise _at("metres", f"A wall is read from {METRES[0]:g} to {METRES[1]:g} metres.")
        if self.across not in ACROSS:
            raise _at("across", f"Choose how many pixels it has across: {', '.join(map(str, ACROSS))}.")
        return self

    @property
    def pixel_mm(self) -> float:
        """Return the size of a pixel of the grid."""
        return self.inches * MM_PER_INCH / hypot(*GRID)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a wall is drawn on a panel; `arc` is what a capital of the list measures in minutes from where it is read."""

    panel: Panel
    scale: float  # of the grid; the root's size also grows with the pixels across
    rows: int
    tiles: int
    arc: float

    @property
    def is_whole(self) -> bool:
        """Say whether all of the wall has room."""
        return self.tiles == LAYOUTS[0][1]

    @property
    def zoom(self) -> float:
        """Return the scale in the browser's own pixels."""
        return round(self.scale * self.panel.across / GRID[0], 4)

    @property
    def px(self) -> int:
        """Return the size of the list's text in the browser's own pixels."""
        return round(LIST_PX * self.zoom)


def fit(panel: Panel) -> Fit:
    """Return the smallest scale at which the list is readable, or the largest there is, and what then has room."""
    wanted = READABLE / arc(panel, LIST_PX)
    steps = -(-round(wanted - SCALES[0], 6) // STEP)
    scale = round(min(max(SCALES[0] + steps * STEP, SCALES[0]), SCALES[1]), 2)
    rows = min(MOST_ROWS, floor((HIGH / scale - AROUND) / ROW))
    tiles = next(count for most, count in LAYOUTS if scale <= most)
    return Fit(panel, scale, rows, tiles, arc(panel, LIST_PX * scale))


def arc(panel: Panel, px: float) -> float:
    """Return how many minutes of arc a capital measures from the distance, in text of so many pixels of the grid."""
    return degrees(atan(px * CAPITAL * panel.pixel_mm / (panel.metres * 1000))) * 60


def readable_to(found: Fit) -> float:
    """Return from how many metres at most the list is readable."""
    return LIST_PX * found.scale * CAPITAL * found.panel.pixel_mm / tan(radians(READABLE / 60)) / 1000


def said(found: Fit) -> str:
    """Return in a sentence or two what people will see."""
    panel = found.panel
    rows = f"{found.rows} rows of {found.px} px"
    head = f"{panel.inches:g}-inch panel at {panel.metres:g} m: {rows}, {_judged(found)}."
    return head if found.is_whole else f"{head} {_left_out(found)}"


def _judged(found: Fit) -> str:
    to = f"readable up to {floor(readable_to(found) * 10) / 10:g} m"
    if found.arc >= COMFORTABLE:
        return f"comfortable to read, {to}"
    if found.arc >= READABLE:
        return to
    how = "hard to read from there" if found.arc >= FLOOR else "too small to be read from there"
    larger = -(-found.panel.inches * READABLE / found.arc // 1)
    return f"{how}: {to}; a panel of {larger:g} inches would do"


def _left_out(found: Fit) -> str:
    gone = "the time to resolve" if found.tiles == LAYOUTS[1][1] else "the time to resolve, interruptions"
    return f"At this size {gone}, the contract month and failures per hour have no room."


def _at(field: str, sentence: str) -> Refusal:
    return Refusal(sentence, fields={field: sentence})
