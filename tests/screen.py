"""What an opened screen says, as text."""

import re
from html import unescape

from streamlit.testing.v1 import AppTest

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
