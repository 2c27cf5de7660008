"""Charts drawn as SVG without a browser."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from caselight.services.printing import fonts


def drawn(specs: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return each Vega-Lite specification as an SVG; the first of a process takes half a second, others little."""
    import vl_convert  # noqa: PLC0415 – a script engine of 100 MB, only where something is drawn

    _know_the_font()
    return {name: str(vl_convert.vegalite_to_svg(dict(spec))) for name, spec in specs.items()}


@cache
def _know_the_font() -> None:
    import vl_convert  # noqa: PLC0415 – as above

    vl_convert.register_font_directory(str(fonts.folder()))
