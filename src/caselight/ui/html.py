"""The one door for our own HTML: autoescaped templates, given to Streamlit as elements."""

from functools import cache
from typing import Literal

import streamlit as st
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def templates() -> Environment:
    """Return the environment of `ui/templates`: everything is escaped, and a missing value is an error."""
    return Environment(
        loader=PackageLoader("caselight.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> Markup:
    """Return the template `NAME.html` filled in; texts are escaped, Markup is not."""
    return Markup(templates().get_template(f"{template}.html").render(**values))  # noqa: S704 – autoescaped above


def draw(template: str, *, width: Literal["stretch", "content"] = "stretch", **values: object) -> None:
    """Put the template on the page, if it says anything; `width="content"` lets it sit in a row."""
    if said := render(template, **values).strip():
        st.html(str(said), width=width)
