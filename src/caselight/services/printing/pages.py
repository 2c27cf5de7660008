"""A review as HTML: autoescaped, its charts as pictures that run nothing."""

import base64
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from caselight.services.printing.shown import shown
from caselight.store.reviews import Kept


def inside(kept: Kept) -> Markup:
    """Return the review as a part of a page."""
    return Markup(_templates().get_template("review.html").render(**shown(kept)))  # noqa: S704 – autoescaped


def page(kept: Kept, *, style: str) -> str:
    """Return the review as a page of its own, ready to be printed; `style` is the address of its style sheet."""
    return _templates().get_template("review_page.html").render(style=style, inside=inside(kept), number=kept.id)


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("caselight.services.printing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["source"] = _source
    return found


def _source(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
