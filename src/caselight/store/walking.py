"""One walk over everything that is chained, in the order it was written: events, their texts, cases, seals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from caselight.core.chain import GENESIS, commitment
from caselight.core.chain_text import Row, body_of, hashed
from caselight.store import raw
from caselight.store.chain import Break, case_of
from caselight.store.sealed import Watch
from caselight.store.tables import Case, Event, EventText

AT_ONCE = 5_000  # rows held at a time
STANDS = ("status", "team_id", "owner_id", "is_accepted")
Texts = tuple[int, list[tuple[Any, ...]]]  # the id of an event, and its texts as they lie there
AnySelect = Select[*tuple[Any, ...]]
EMPTY: dict[str, Any] = {}


@dataclass(slots=True)
class Walk:
    """What a walk has met: how many events, the newest of each subject, texts that were erased, and every break."""

    events: int = 0
    erased: int = 0
    newest: dict[str, tuple[int, str, tuple[Any, ...]]] = field(default_factory=dict)
    broken: list[Break] = field(default_factory=list)

    def off(self, row: Row, reason: str) -> None:
        """Note a break at an event."""
        self.broken.append(Break(row.subject, row.case_id, row.seq, reason))


def walked(session: Session, watch: Watch) -> Walk:
    """Walk every event by its id, compare texts and cases with what they say, and show each one to the seals.

    Three statements, each read once from its beginning to its end, beside those of the seals.
    """
    walk, texts = Walk(), _texts(session)
    waiting = next(texts, None)
    for row in _rows(session):
        body = _step(walk, row)
        watch.seen(row.id, row.hash)
        while waiting and waiting[0] < row.id:
            waiting = _orphan(walk, waiting[0], texts)
        kept = list(waiting[1]) if waiting and waiting[0] == row.id else []
        if kept:
            waiting = next(texts, None)
        if kept or "texts" in body:
            _compare(walk, row, body.get("texts", EMPTY), kept)
    while waiting:
        waiting = _orphan(walk, waiting[0], texts)
    _cases(session, walk)
    return walk


def _step(walk: Walk, row: Row) -> dict[str, Any]:
    """Look whether an event follows the one before it in its chain and is what was hashed; return what it says."""
    walk.events += 1
    seq, prev, _ = walk.newest.get(row.subject, (0, GENESIS, None))
    body, right = _read(row)
    if not right and not isinstance(row.seq, int):
        walk.off(row, "has no place in its chain any more")
        return EMPTY
    if row.seq != seq + 1:
        walk.off(row, f"seq {seq + 1} is missing" if row.seq > seq else "is out of its order")
    elif row.prev != prev:
        walk.off(row, "does not follow the event before it")
    elif not right:
        walk.off(row, "was changed after it was written")
    walk.newest[row.subject] = (row.seq, row.hash, (row.status, row.team_id, row.owner_id, row.is_accepted))
    return body


def _read(row: Row) -> tuple[dict[str, Any], bool]:
    try:
        body = body_of(row.body)
        return (body, hashed(row, body) == row.hash) if isinstance(body, dict) else (EMPTY, False)
    except (ValueError, TypeError, KeyError, AttributeError):
        return EMPTY, False  # a row that cannot have been hashed


def _compare(walk: Walk, row: Row, said: dict[str, str], kept: list[Any]) -> None:
    """Compare the texts of an event with its commitments; one that is no longer there was erased."""
    walk.erased += len(set(said) - {name for _, name, _, _ in kept})
    for _, name, salt, text in kept:
        if not _is_as_committed(said, name, salt, text):
            walk.off(row, f"its text “{name}” was changed")


def _is_as_committed(said: object, name: str, salt: object, text: object) -> bool:
    return (
        isinstance(text, str)
        and isinstance(salt, bytes)
        and isinstance(said, dict)
        and said.get(name) == commitment(salt, text)
    )


def _orphan(walk: Walk, event_id: int, texts: Iterator[Texts]) -> Texts | None:
    walk.broken.append(Break("event_texts", None, event_id, "is gone, but a text of it is still there"))
    return next(texts, None)


def _cases(session: Session, walk: Walk) -> None:
    """Compare each case with its newest event."""
    columns = raw.columns(session, Case, ("id", "version", "head", *STANDS))
    there: set[str] = set()
    for number, version, head, *stands in session.connection().execute(
        _streamed(select(*columns).order_by(col(Case.id)))
    ):
        there.add(subject := f"case:{number}")
        seq, newest, says = walk.newest.get(subject, (0, "", ()))
        if (version, head) != (seq, newest):
            walk.broken.append(Break(subject, number, seq, "its case does not stand at its newest event"))
        elif tuple(stands) != says:
            what = ", ".join(name for name, is_, was in zip(STANDS, stands, says, strict=True) if is_ != was)
            walk.broken.append(Break(subject, number, seq, f"its case was changed without an event ({what})"))
    for subject, (seq, *_) in walk.newest.items():
        if subject.startswith("case:") and subject not in there:
            walk.broken.append(Break(subject, case_of(subject), seq, "its case was deleted"))


def _rows(session: Session) -> Iterator[Row]:
    statement = select(*raw.columns(session, Event, Row._fields)).order_by(col(Event.id))
    return map(Row._make, session.connection().execute(_streamed(statement)))


def _texts(session: Session) -> Iterator[Texts]:
    """Yield the texts of each event that has any, by its id."""
    columns = (col(EventText.event_id), col(EventText.field), col(EventText.salt), col(EventText.text))
    rows = session.connection().execute(_streamed(select(*columns).order_by(col(EventText.event_id))))
    return ((event_id, list(group)) for event_id, group in groupby(map(tuple, rows), itemgetter(0)))


def _streamed(statement: AnySelect) -> AnySelect:
    return statement.execution_options(yield_per=AT_ONCE)
