"""When the teams of the demo are there: frontlines by the day of their site, two teams at night too."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from caselight.core.hours import BusinessHours
from caselight.core.people import SYSTEM
from caselight.services import matrix
from caselight.services.demo.clients import DAYS
from caselight.store.tables import Team

EARLY, LATE, NIGHT = ("06:00", "14:00"), ("14:00", "22:00"), ("22:00", "06:00")
OFFICE = ("08:00", "18:00")
ROSTERS = {  # where, on which days, in which shifts
    "Manila Frontline": ("Asia/Manila", DAYS, (EARLY, LATE)),
    "Krakow Frontline": ("Europe/Warsaw", DAYS, (EARLY, LATE, NIGHT)),
    "Bogota Frontline": ("America/Bogota", DAYS, (EARLY, LATE)),
    "Technical Desk": ("Europe/Warsaw", DAYS, (EARLY, LATE, NIGHT)),
    "Care Desk": ("Europe/Warsaw", DAYS[:6], (EARLY, LATE)),
    "Specialists": ("Europe/Warsaw", DAYS[:5], (OFFICE,)),
}


def lay_rosters(session: Session, now: datetime) -> None:
    """Write the shifts of every team."""
    for team in session.scalars(select(Team)):
        zone, days, spans = ROSTERS[team.name]
        hours = BusinessHours.from_dict({"zone": zone, "weekly": dict.fromkeys(days, spans)})
        matrix.write_shifts(session, team.id or 0, hours.to_dict(), actor=SYSTEM, now=now)
