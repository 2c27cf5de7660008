"""Chat services, each as the Apprise library knows it: slack, discord, teams and others."""

import logging
import re
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from caselight.services.channels.kind import Kind, Message, Unsent
from caselight.services.channels.outward import place_of
from caselight.services.channels.within import CONNECT_S
from caselight.settings import Settings

if TYPE_CHECKING:
    from apprise import NotifyBase

SERVICES = ("slack", "discord", "tgram", "gchat", "wxteams", "zulip", "flock", "twist")  # each at its own known host
HOSTED = ("workflows", "mmosts", "rockets", "matrixs", "ntfys", "nctalks")  # at the host that the address names
PLAIN = ("mmost", "rocket", "matrix", "ntfy", "nctalk")  # likewise, without encryption
ANSWERED = re.compile(r"error[=: ]+([0-9]{3})")


def check(address: str, settings: Settings) -> str:
    """Return what is wrong with an address."""
    known = (*SERVICES, *HOSTED, *(PLAIN if settings.channels_http else ()))
    if urlsplit(address).scheme not in known:
        return f"Begin with the service: {', '.join(f'{name}://' for name in known)}."
    return "" if _service(address) else "The service does not take this address. Check it against docs/notices.md."


def shown(address: str) -> str:
    """Return the service alone: all the rest may be a token."""
    return f"{urlsplit(address).scheme}://…"


def send(address: str, message: Message, settings: Settings) -> None:
    """Post the message once, as plain text."""
    if wrong := check(address, settings):
        raise Unsent(wrong)
    url, service = urlsplit(address), _service(address)
    if url.scheme in (*HOSTED, *PLAIN):
        place_of(url.hostname or "", url.port or 443, settings)
    heard = _Heard()
    log = logging.getLogger("apprise")
    log.addHandler(heard)
    try:
        said = {"title": _calling_nobody(message.subject), "body": _calling_nobody(message.text)}
        is_sent = service is not None and service.notify(**said)
    finally:
        log.removeHandler(heard)
    if not is_sent:
        raise Unsent(f"The service answered {heard.code}." if heard.code else "The service did not take it.")


def _service(address: str) -> "NotifyBase | None":
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415 – a second of importing, only where a chat is used

    asset = AppriseAsset(http_redirects=False, app_id="Caselight", async_mode=False)
    logging.getLogger("apprise").propagate = False  # it logs addresses with what is secret in them
    joint = "&" if "?" in address else "?"
    made = Apprise.instantiate(f"{address}{joint}cto={CONNECT_S}&rto={CONNECT_S}&redirect=no", asset=asset)
    return made or None


def _calling_nobody(text: str) -> str:
    """Return a text in which no @everyone, typed into a title, rings for a whole room."""
    return text.replace("@", "@\u200b")


class _Heard(logging.Handler):
    """Keeps the number that a service answered with, and nothing else of what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.code = ""
        self._thread = threading.get_ident()  # others send at the same time

    def emit(self, record: logging.LogRecord) -> None:
        found = ANSWERED.search(record.getMessage()) if record.thread == self._thread else None
        self.code = found[1] if found else self.code


KIND = Kind("chat", "Apprise address", "slack://token-a/token-b/token-c/#channel", check, shown, send)
