"""The pages before Streamlit: autoescaped templates under the strictest policy there is."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from caselight.web import assets

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",  # with no-referrer a browser posts the form with `Origin: null`
    "cache-control": "no-store",
}


def page(template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Return the page `NAME.html` filled in."""
    body = _templates().get_template(f"{template}.html").render(asset=assets.url, **values)
    return HTMLResponse(body, status, headers=HEADERS)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("caselight.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
