"""Problems: what keeps coming back, and what was done about it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Problem(SQLModel, table=True):
    """One cause behind several cases. Client, service, root cause or record type say which cases are of its kind."""

    __tablename__ = "problems"
    __table_args__ = (Index("problems_client", "client_id", "closed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    version: int = 0  # seq of its newest event
    client_id: int = Field(foreign_key="clients.id")
    title: str
    record_type: str
    service_id: int | None = Field(default=None, foreign_key="services.id")
    root_cause: str | None = None
    owner_id: int | None = Field(default=None, foreign_key="users.id")
    action: str = ""  # what is done so that it does not come again
    action_due_at: datetime | None = None
    effective_at: datetime | None = None  # when the action took effect
    opened_at: datetime
    closed_at: datetime | None = None


class ProblemCase(SQLModel, table=True):
    """A case that a problem is behind; a case belongs to one problem."""

    __tablename__ = "problem_cases"
    __table_args__ = (Index("problem_cases_problem", "problem_id"),)

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    problem_id: int = Field(foreign_key="problems.id")
    client_id: int = Field(foreign_key="clients.id")
    linked_at: datetime
