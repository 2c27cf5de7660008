"""Every table, in one place to import from."""

from caselight.store.tables.access import (
    ApiKey,
    Heartbeat,
    Lockout,
    OneTimeToken,
    SignIn,
    User,
    UserClient,
    WallLink,
)
from caselight.store.tables.attachments import Attachment
from caselight.store.tables.cases import Case, CaseClock, Request
from caselight.store.tables.config import Calendar, Client, Contract, Service, Target, Team
from caselight.store.tables.escalations import Escalation, PutOff, ThresholdFiring
from caselight.store.tables.events import Event, EventText
from caselight.store.tables.interruptions import Interval
from caselight.store.tables.matrix import MatrixRow, TeamShift
from caselight.store.tables.notices import Channel, Delivery, Notice
from caselight.store.tables.problems import Problem, ProblemCase
from caselight.store.tables.reviews import Review, ReviewSchedule
from caselight.store.tables.routing import RouteRow
from caselight.store.tables.seals import SealRow
from caselight.store.tables.sheets import CaseSheet

__all__ = [
    "ApiKey",
    "Attachment",
    "Calendar",
    "Case",
    "CaseClock",
    "CaseSheet",
    "Channel",
    "Client",
    "Contract",
    "Delivery",
    "Escalation",
    "Event",
    "EventText",
    "Heartbeat",
    "Interval",
    "Lockout",
    "MatrixRow",
    "Notice",
    "OneTimeToken",
    "Problem",
    "ProblemCase",
    "PutOff",
    "Request",
    "Review",
    "ReviewSchedule",
    "RouteRow",
    "SealRow",
    "Service",
    "SignIn",
    "Target",
    "Team",
    "TeamShift",
    "ThresholdFiring",
    "User",
    "UserClient",
    "WallLink",
]
