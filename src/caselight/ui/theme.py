"""The palette: every colour by its part, for the dark and the light theme."""

from typing import NamedTuple


class Pair(NamedTuple):
    """One part's colour in both themes."""

    light: str
    dark: str


PALETTE: dict[str, Pair] = {
    "page": Pair("#EEF0F2", "#14181D"),
    "panel": Pair("#FFFFFF", "#1C2229"),
    "line": Pair("#CBD2D9", "#2E3640"),
    "hair": Pair("#E2E6EA", "#262D36"),
    "text": Pair("#1B2127", "#E6EAEE"),
    "muted": Pair("#4F5A66", "#A9B3BE"),
    "data": Pair("#6B7885", "#8A97A6"),
    "band": Pair("#DDE2E7", "#2B333D"),
    "attention": Pair("#C77700", "#F0A830"),
    "late": Pair("#A8071A", "#FF6B5E"),
    "alarm": Pair("#A8071A", "#B3261E"),
    "action": Pair("#0B63B0", "#6CB0F5"),
    "on-action": Pair("#FFFFFF", "#14181D"),
    "picked": Pair("#D9E7F5", "#1F3A55"),
}


def variables() -> str:
    """Return the palette as CSS declarations; the browser picks by the element's colour scheme."""
    return "\n".join(f"  --{part}: light-dark({pair.light}, {pair.dark});" for part, pair in PALETTE.items())


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004 – WCAG
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
