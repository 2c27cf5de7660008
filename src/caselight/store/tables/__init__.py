"""Every table, in one place to import from."""

from caselight.store.tables.access import Heartbeat, Lockout, OneTimeToken, SignIn, User, UserClient, WallLink
from caselight.store.tables.cases import Case, CaseClock, Request
from caselight.store.tables.config import Calendar, Client, Contract, Service, Target, Team
from caselight.store.tables.events import Event, EventText

__all__ = [
    "Calendar",
    "Case",
    "CaseClock",
    "Client",
    "Contract",
    "Event",
    "EventText",
    "Heartbeat",
    "Lockout",
    "OneTimeToken",
    "Request",
    "Service",
    "SignIn",
    "Target",
    "Team",
    "User",
    "UserClient",
    "WallLink",
]
