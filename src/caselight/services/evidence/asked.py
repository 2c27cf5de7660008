"""Whose evidence, of which period: read from what people type and from addresses, and written into addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from caselight.core.instant import read, write
from caselight.core.people import Principal, Right, Scope
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.core.sla import Window
from caselight.store import evidence
from caselight.store.engine import Store
from caselight.store.evidence import ClientFacts

NOBODY = "There is no such client. Choose one client on the SLA page, and take its evidence pack there."
PATH = "/export/evidence.zip"


@dataclass(frozen=True, slots=True)
class Asked:
    """A client and the period [since, until)."""

    client: ClientFacts
    window: Window

    @property
    def scope(self) -> Scope:
        """Return the scope of this one client."""
        return Scope(frozenset({self.client.id}))

    @property
    def file_name(self) -> str:
        """Return what the pack is called: nothing but letters, digits and dashes, whatever the client is called."""
        client = re.sub("[^a-z0-9]+", "-", self.client.name.lower()).strip("-") or str(self.client.id)
        zone = ZoneInfo(self.client.zone)
        since, until = (at.astimezone(zone) for at in (self.window.since, self.window.until))
        return f"evidence-{client}-{since:%Y-%m-%d}-{until:%Y-%m-%d}.zip"


def address(client_id: int, since: datetime, until: datetime) -> str:
    """Return where a client's pack of a period is fetched."""
    return f"{PATH}?{urlencode({'client': client_id, 'from': write(since), 'to': write(until)})}"


def parsed(store: Store, actor: Principal, said: Mapping[str, str], *, now: datetime) -> Asked:
    """Return what an address asks for; foreign, missing and unreadable clients are told in the same words."""
    number = said.get("client", "")
    if not re.fullmatch("[0-9]{1,9}", number):
        raise NotFound(NOBODY)
    return asked(store, actor, int(number), said.get("from", ""), said.get("to", ""), now=now)


def asked(store: Store, actor: Principal, client_id: int, since: str, until: str, *, now: datetime) -> Asked:
    """Return the client and the period; a date, or a time without a zone, is one of the client's zone.

    Raises Denied for whose role may take no evidence, whatever they ask for.
    """
    if not actor.may(Right.EVIDENCE):
        raise Denied(f"Your role, {actor.role}, cannot take evidence away. Ask a lead for the pack.")
    with store.reading(actor.scope) as session:
        client = evidence.client(session, actor.scope, client_id)
    if client is None:
        raise NotFound(NOBODY)
    zone = ZoneInfo(client.zone)
    window = Window(read(since, zone=zone), read(until, zone=zone))
    if window.since >= window.until:
        raise Refusal(f"The period ends at {write(window.until)}, before it begins. Give a later end.")
    if window.until > now:
        raise Refusal(f"The period ends at {write(window.until)}, which is still to come. End it by now.")
    return Asked(client, window)
