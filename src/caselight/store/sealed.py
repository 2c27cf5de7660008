"""Seals in the database, and what they say of the events that a walk meets."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from caselight.core.merkle import Tree
from caselight.core.seals import Seal, digest_of, faults, leaf, spans
from caselight.store import raw
from caselight.store.chain import Break, case_of
from caselight.store.tables import Event, SealRow

SUBJECT = "seals"
NAMED = 100  # breaks that one seal names
AT_ONCE = 200  # ranges of one statement
LINE = tuple(one.name for one in fields(Seal))


class ToSeal(NamedTuple):
    """An event as a seal needs it."""

    id: int
    subject: str
    seq: int
    hash: str


class Watch:
    """The seals during a walk: each grows its tree from the events that it says it holds."""

    def __init__(self, seals: Sequence[Seal]) -> None:
        self._trees = [Tree() for _ in seals]
        self._spans = sorted((*span, place) for place, seal in enumerate(seals) for span in _spans(seal))
        self._seals, self._at = seals, 0
        self.up_to = max((seal.up_to for seal in seals), default=0)
        self.unsealed: list[int] = []

    def seen(self, event_id: int, event_hash: str) -> None:
        """Take note of an event; they come by their ids."""
        while self._at < len(self._spans) and self._spans[self._at][1] < event_id:
            self._at += 1
        if self._at < len(self._spans) and self._spans[self._at][0] <= event_id:
            self._trees[self._spans[self._at][2]].add(leaf(event_id, event_hash))
        else:
            self.unsealed.append(event_id)

    def broken(self) -> Iterator[tuple[Seal, int]]:
        """Yield each seal whose events are not those that were sealed, and how many of them there are."""
        for seal, tree in zip(self._seals, self._trees, strict=True):
            if (tree.n, tree.root()) != (seal.n, seal.root):
                yield seal, tree.n


def lines(session: Session, *, after: int = 0) -> list[Seal]:
    """Return the seals in order, above a number, as their lines say them."""
    statement = select(*raw.columns(session, SealRow, LINE)).where(col(SealRow.id) > after).order_by(col(SealRow.id))
    return [_line(dict(row)) for row in session.execute(statement.execution_options(yield_per=500)).mappings()]


def newest(session: Session) -> Seal | None:
    """Return the newest seal."""
    number = session.scalar(select(func.max(col(SealRow.id))))
    return lines(session, after=number - 1)[0] if number else None


def since(session: Session, at: datetime) -> tuple[int, list[str]]:
    """Return up to where was sealed before an instant, and the ranges of the seals made since."""
    before = select(func.max(col(SealRow.up_to))).where(col(SealRow.sealed_at) < at)
    ranges = select(col(SealRow.ids)).where(col(SealRow.sealed_at) >= at)
    return session.scalar(before) or 0, list(session.scalars(ranges))


def to_seal(session: Session, *, above: int, late: Sequence[tuple[int, int]], limit: int) -> list[ToSeal]:
    """Return the events above an id, and those in the holes below it, by their ids; by the primary key."""
    found = _those(session, col(Event.id) > above, limit)
    for start in range(0, len(late), AT_ONCE):
        holes = (col(Event.id).between(*hole) for hole in late[start : start + AT_ONCE])
        found += _those(session, or_(*holes), limit)
    return sorted(found)[:limit]


def gone(session: Session, seal: Seal, there: int) -> Iterator[Break]:
    """Name what is wrong with the events of a seal: chains whose newest event then is not there now, or another."""
    heads = session.scalar(select(*raw.columns(session, SealRow, ("heads",))).where(col(SealRow.id) == seal.id))
    named = 0
    for subject, (seq, event_hash) in sorted(_read(heads or "").items()):
        statement = select(col(Event.hash)).where(col(Event.subject) == subject, col(Event.seq) == seq)
        found = session.scalar(statement)
        if found == event_hash:
            continue
        named += 1
        reason = "is gone, but" if found is None else "is another than what"
        yield Break(subject, case_of(subject), seq, f"{reason} seal {seal.id} of {seal.sealed_at} holds")
        if named == NAMED:
            return
    if not named:
        counts = f"{there:,} of {seal.n:,} are there" if there != seal.n else "they are others, or in other places"
        yield Break(SUBJECT, None, seal.id, f"its events are not those that were sealed: {counts}")


def strangers(session: Session, watch: Watch, above: int) -> Iterator[Break]:
    """Yield the events that no seal has, though their place is between sealed ones and nobody can still be writing."""
    for event_id in watch.unsealed[:NAMED]:
        if event_id < min(above, watch.up_to):
            statement = select(col(Event.subject), col(Event.case_id), col(Event.seq)).where(col(Event.id) == event_id)
            subject, case_id, seq = session.execute(statement).one()
            yield Break(subject, case_id, seq, "was put among sealed events later")


def wrong(seals: Iterable[Seal], key: bytes | None) -> Iterator[Break]:
    """Yield what is wrong with the seals themselves."""
    return (Break(SUBJECT, None, fault.seal, fault.reason) for fault in faults(seals, key))


def row_of(seal: Seal, heads: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return the row that keeps a seal."""
    return {name: getattr(seal, name) for name in LINE} | {"heads": heads, "sealed_at": at}


def _line(row: Mapping[str, Any]) -> Seal:
    return Seal(**{**row, "heads": digest_of(_read(row["heads"]))})


def _read(heads: str) -> dict[str, Any]:
    try:
        read = json.loads(heads)
    except ValueError:
        return {}  # spoiled: its digest tells
    return read if isinstance(read, dict) else {}


def _those(session: Session, where: ColumnElement[bool], limit: int) -> list[ToSeal]:
    columns = [col(getattr(Event, name)) for name in ToSeal._fields]
    rows = session.execute(select(*columns).where(where).order_by(col(Event.id)).limit(limit))
    return [ToSeal(*row) for row in rows]


def _spans(seal: Seal) -> list[tuple[int, int]]:
    try:
        return spans(seal.ids)
    except ValueError:
        return []  # no ranges any more: its hash tells
