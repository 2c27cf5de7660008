"""People, their sessions, and the wall screens."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    """A person; without a password hash nobody can sign in as them (people of imported cases)."""

    __tablename__ = "users"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)  # NFKC, casefolded
    name: str
    role: str
    team_id: int | None = Field(default=None, foreign_key="teams.id")
    password_hash: str | None = None
    is_active: bool = True
    sees_all_clients: bool = False


class UserClient(SQLModel, table=True):
    """A client this person may see."""

    __tablename__ = "user_clients"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    client_id: int = Field(foreign_key="clients.id", primary_key=True)


class SignIn(SQLModel, table=True):
    """A session: the row, not the cookie, decides. The id is the SHA-256 of the token."""

    __tablename__ = "sessions"

    id: str = Field(primary_key=True)
    user_id: int | None = Field(default=None, foreign_key="users.id")
    wall_link_id: int | None = Field(default=None, foreign_key="wall_links.id")
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None
    address: str = ""
    agent: str = ""


class WallLink(SQLModel, table=True):
    """A read-only way to one wall: its token is shown once and only its hash is kept."""

    __tablename__ = "wall_links"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    token_hash: str = Field(unique=True)
    clients: list[int] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    options: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    hides_owners: bool = False
    created_by: int | None = Field(default=None, foreign_key="users.id")
    created_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None


class OneTimeToken(SQLModel, table=True):
    """A link that works once: the first admin's set-up, later a password reset."""

    __tablename__ = "one_time_tokens"

    id: str = Field(primary_key=True)  # SHA-256 of the token
    purpose: str
    user_id: int | None = Field(default=None, foreign_key="users.id")
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None = None


class ApiKey(SQLModel, table=True):
    """What a program shows to report to us: it acts as a user without a password, who sees one client."""

    __tablename__ = "api_keys"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    client_id: int = Field(foreign_key="clients.id")
    key_hash: str = Field(unique=True)  # SHA-256; the key itself is shown once
    created_by: int | None = Field(default=None, foreign_key="users.id")
    created_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None  # to the minute


class Lockout(SQLModel, table=True):
    """Wrong sign-ins counted per person and per address, across processes and restarts."""

    __tablename__ = "lockouts"

    key: str = Field(primary_key=True)  # a digest: people type passwords into the name field
    failures: int = 0
    last_at: datetime
    until: datetime | None = None


class Heartbeat(SQLModel, table=True):
    """When a background part last ran; read apart from the data version."""

    __tablename__ = "heartbeats"

    name: str = Field(primary_key=True)
    at: datetime
