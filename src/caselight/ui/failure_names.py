"""What a bar of failures is called, and the list that holds exactly its cases."""

from caselight.core.records import TYPES
from caselight.core.tallies import Key
from caselight.store import failures as reads
from caselight.store.caselist import UNKNOWN
from caselight.ui import data, narrowing
from caselight.ui.filters import Asked

NOTHING = {"cause": UNKNOWN, "service": "none in particular"}


def of(part: str, key: Key, asked: Asked) -> str:
    """Return the name of one bar."""
    if key is None:
        return NOTHING[part]
    return {"type": _type, "client": _client, "cause": _cause, "service": _service}[part](key, asked)


def link(part: str, key: Key, asked: Asked) -> str:
    """Return the address of the list of its cases."""
    period = {"list": "failures", "period": asked.period}
    if part in ("type", "client"):
        return asked.link("cases", **period, **{part: of(part, key, asked)})
    missing = {"cause": UNKNOWN, "service": str(narrowing.NONE)}[part]
    return asked.link("cases", **period, **{part: missing if key is None else str(key)})


def service(key: int | None, asked: Asked) -> str:
    """Return the name of a service without that of its client."""
    return NOTHING["service"] if key is None else data.read(reads.services, asked.scope)[key][0]


def _type(key: Key, _asked: Asked) -> str:
    return TYPES[str(key)].title


def _client(key: Key, asked: Asked) -> str:
    return data.read(reads.clients, asked.scope)[int(str(key))]


def _cause(key: Key, _asked: Asked) -> str:
    return str(key)


def _service(key: Key, asked: Asked) -> str:
    service, client = data.read(reads.services, asked.scope)[int(str(key))]
    return f"{service}, {client}"
