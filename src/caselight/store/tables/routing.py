"""Where a new case goes."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class RouteRow(SQLModel, table=True):
    """One routing rule; it is never edited: a later `valid_from` takes its place. None means any."""

    __tablename__ = "routes"

    id: int | None = Field(default=None, primary_key=True)
    client_id: int | None = Field(default=None, foreign_key="clients.id")
    record_type: str | None = None
    priority: int | None = None
    team_id: int = Field(foreign_key="teams.id")
    owner_id: int | None = Field(default=None, foreign_key="users.id")  # none: the team's queue
    valid_from: datetime
    valid_until: datetime | None = None
