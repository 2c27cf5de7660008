"""What an opened screen says, as text."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from caselight.core.people import Role

TAGS = re.compile(r"<[^>]+>")


def html_of(app: AppTest) -> str:
    """Return all our own HTML on the screen."""
    return "\n".join(str(part.value) for part in app.html)


def words(app: AppTest) -> str:
    """Return the words of our own HTML, tags left out and spaces collapsed."""
    return " ".join(unescape(TAGS.sub(" ", html_of(app))).split())


def everything(app: AppTest) -> str:
    """Return every element with every value and option: what must not hold a foreign word."""
    return repr(app._tree)


def labels(app: AppTest) -> list[str]:
    """Return the labels of the buttons."""
    return [button.label for button in app.button]


def references(app: AppTest) -> list[str]:
    """Return the references that link to a case, in their order."""
    return re.findall(r'href="/case\?id=(C-\d+)"', html_of(app))


def opened(open_alone: Callable[..., AppTest], role: Role, link: str, *clients: int) -> int:
    """Return how many cases the list behind a link holds."""
    address = urlsplit(link)
    query = {name: values if len(values) > 1 else values[0] for name, values in parse_qs(address.query).items()}
    app = open_alone(role, address.path.strip("/"), *clients, **query)
    assert not app.exception
    return int(re.search(r"([\d,]+) cases?\b", words(app))[1].replace(",", ""))


def payload(app: AppTest) -> str:
    """Return what was sent to the browser: every element, tables and charts too, as it goes over the wire."""
    sent = [node.proto.SerializeToString() for node in app._tree if getattr(node, "proto", None) is not None]
    return everything(app) + b"\n".join(sent).decode("utf-8", "replace")
