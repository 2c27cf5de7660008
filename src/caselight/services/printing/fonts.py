"""The one typeface of what we print; it comes with a package, so that every machine prints the same."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def folder() -> Path:
    """Return where the font files lie."""
    spec = find_spec("font_source_sans_pro")
    assert spec is not None  # noqa: S101 – a dependency
    return Path(str(spec.origin)).parent / "files"
