"""Seals of events: append-only, as what they seal."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class SealRow(SQLModel, table=True):
    """What was there at an instant; the copy of it outside knows when one is taken away or put back."""

    __tablename__ = "seals"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # 1, 2, 3 …, without a gap
    ids: str
    n: int
    up_to: int
    root: str
    heads: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # by subject: seq and hash
    sealed_at: datetime
    prev: str
    hash: str
    mac: str
