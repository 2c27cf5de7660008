"""Every way to tamper with a database file that `caselight verify` must find, and what it must say of it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from caselight.core.chain_text import Row, body_of, hashed
from caselight.core.seals import read
from caselight.services import sealing
from caselight.store.engine import Store
from floor import at

EVENTS = """
SELECT id, subject, seq, kind, case_id, client_id, actor_id, replace(at, ' ', 'T') || 'Z',
replace(recorded_at, ' ', 'T') || 'Z', status, team_id, tier, owner_id, is_accepted, body, prev, hash
FROM events WHERE case_id = ? ORDER BY seq
"""
Change = Callable[[sqlite3.Connection, "Kept"], object]


@dataclass(frozen=True)
class Kept:
    """A sealed file: its case in the middle of things, and the file and copy as they were before the last seal."""

    folder: Path
    case: int

    @property
    def file(self) -> Path:
        """Return the database."""
        return self.folder / "caselight.db"

    @property
    def copy(self) -> Path:
        """Return the copy of its seals."""
        return self.folder / "caselight.seals.jsonl"


@dataclass(frozen=True)
class Tampering:
    """What is done, and what verify says of it."""

    change: Change
    says: str


def sql(*statements: str) -> Change:
    """Return a change of statements; {case} is its number, {second} and {third} its events, {text} of the second."""

    def change(database: sqlite3.Connection, kept: Kept) -> None:
        second, third = (f"case_id = {kept.case} AND seq = {seq}" for seq in (2, 3))
        text = f"event_id IN (SELECT id FROM events WHERE {second})"  # noqa: S608 – ours
        words = {"case": kept.case, "second": second, "third": third, "text": text, "zero": "0" * 64}
        for statement in statements:
            database.execute(statement.format(**words))

    return change


def chain_written_anew(database: sqlite3.Connection, kept: Kept) -> None:
    """Change an event, and work out its hash and all after it as we would, and the head."""
    database.execute("UPDATE events SET at = '2026-11-16 09:00:00.000000' WHERE case_id = ? AND seq = 2", (kept.case,))
    _relink(database, kept)


def event_taken_out_of_a_chain_written_anew(database: sqlite3.Connection, kept: Kept) -> None:
    """Take an event out, and let those after it move up."""
    database.execute(
        "DELETE FROM event_texts WHERE event_id IN (SELECT id FROM events WHERE case_id = ?)", (kept.case,)
    )
    database.execute("DELETE FROM events WHERE case_id = ? AND seq = 2", (kept.case,))
    for (number,) in database.execute("SELECT id FROM events WHERE case_id = ? AND seq > 2", (kept.case,)).fetchall():
        database.execute("UPDATE events SET seq = seq - 1 WHERE id = ?", (number,))
    _relink(database, kept)


def everything_and_its_seal_made_anew(database: sqlite3.Connection, kept: Kept) -> None:
    """Delete a case, and make all seals anew with a key of one's own; the copy alone knows."""
    delete_case(database, kept)
    database.execute("DELETE FROM seals")
    database.commit()
    (kept.folder / "caselight.seal-key").write_text("f" * 64)
    kept.copy.rename(kept.folder / "real")
    store = Store(f"sqlite:///{kept.file}")
    sealing.seal(store, sealing.Places("", kept.folder / "caselight.seal-key", kept.copy), now=at("Tue 09:00"))
    store.dispose()
    (kept.folder / "real").rename(kept.copy)


def older_put_back(_database: sqlite3.Connection, kept: Kept) -> None:
    """Put the database of before the last seal in the place of this one."""
    with closing(sqlite3.connect(kept.folder / "older.db")) as older, closing(sqlite3.connect(kept.file)) as now:
        older.backup(now)


def delete_case(database: sqlite3.Connection, kept: Kept) -> None:
    """Delete a case with its head, its events, and whatever hangs on it."""
    sql(
        "DELETE FROM event_texts WHERE event_id IN (SELECT id FROM events WHERE case_id = {case})",
        "DELETE FROM clocks WHERE case_id = {case}",
        "DELETE FROM cases WHERE id = {case}",
        "DELETE FROM events WHERE case_id = {case}",
    )(database, kept)


def lines(change: Callable[[list[str]], list[str]]) -> Change:
    """Return a change of the copy's lines."""
    return lambda _database, kept: kept.copy.write_text("\n".join([*change(kept.copy.read_text().splitlines()), ""]))


def a_line_changed(all_lines: list[str]) -> list[str]:
    """Say another root in the second line of the copy."""
    said = json.loads(all_lines[1]) | {"root": "0" * 64}
    return [all_lines[0], read(said).line().decode(), *all_lines[2:]]


def _relink(database: sqlite3.Connection, kept: Kept) -> None:
    prev = "0" * 64
    rows = database.execute(EVENTS, (kept.case,)).fetchall()
    for row in (Row(*each) for each in rows):
        right = hashed(row._replace(prev=prev), body_of(row.body))
        database.execute("UPDATE events SET prev = ?, hash = ? WHERE id = ?", (prev, right, row.id))
        prev = right
    database.execute("UPDATE cases SET head = ?, version = ? WHERE id = ?", (prev, len(rows), kept.case))


WRITTEN = "was changed after it was written"
MADE = "was changed after it was made"
TEXT_CHANGED = "its text “note” was changed"
HEAD = "its case does not stand at its newest event"
GONE = "is gone, but seal"
OLDER = "the database is older than the copy outside"
UNSIGNED = "is not signed with our key"
TAMPERINGS: dict[str, Tampering] = {
    "an event's instant": Tampering(sql("UPDATE events SET at = '2026-11-16 09:00:00.000000' WHERE {second}"), WRITTEN),
    "an event's actor": Tampering(sql("UPDATE events SET actor_id = 1 WHERE {second}"), WRITTEN),
    "an event's kind": Tampering(sql("UPDATE events SET kind = 'case:closed' WHERE {second}"), WRITTEN),
    "an event's body": Tampering(sql("UPDATE events SET body = '{{}}' WHERE {second}"), WRITTEN),
    "an event's body spoiled": Tampering(sql("UPDATE events SET body = 'x' WHERE {second}"), WRITTEN),
    "an event's hash": Tampering(sql("UPDATE events SET hash = '{zero}' WHERE {second}"), WRITTEN),
    "an event's link": Tampering(
        sql("UPDATE events SET prev = '{zero}' WHERE {second}"), "does not follow the event before it"
    ),
    "an event's place spoiled": Tampering(
        sql("UPDATE events SET seq = 'x' WHERE {second}"), "has no place in its chain any more"
    ),
    "an event moved to another case": Tampering(
        sql("UPDATE events SET subject = 'case:1', case_id = 1 WHERE {third}"), "seq 1 is missing"
    ),
    "an event replaced": Tampering(
        sql(
            "INSERT OR REPLACE INTO events SELECT id, subject, seq, 'case:closed', case_id, client_id, actor_id, at, "
            "recorded_at, status, team_id, tier, owner_id, is_accepted, body, prev, hash FROM events WHERE {second}"
        ),
        WRITTEN,
    ),
    "two events change places": Tampering(
        sql(
            "UPDATE events SET id = -1 WHERE {second}",
            "UPDATE events SET id = (SELECT max(id) + 1 FROM events) WHERE case_id = {case} AND seq = 1",
            "UPDATE events SET id = 1000 WHERE {second}",
        ),
        "seq 1 is missing",
    ),
    "an event in the middle deleted": Tampering(
        sql("DELETE FROM event_texts WHERE {text}", "DELETE FROM events WHERE {second}"), "seq 2 is missing"
    ),
    "the newest event deleted": Tampering(sql("DELETE FROM events WHERE {third}"), HEAD),
    "the newest event deleted and the head set back": Tampering(
        sql(
            "DELETE FROM events WHERE {third}",
            "UPDATE cases SET (version, head, status, team_id, owner_id, is_accepted) = (SELECT seq, hash, status, "
            "team_id, owner_id, is_accepted FROM events WHERE {second}) WHERE id = {case}",
        ),
        GONE,
    ),
    "a chain written anew": Tampering(chain_written_anew, "is another than what seal"),
    "an event taken out and the chain written anew": Tampering(event_taken_out_of_a_chain_written_anew, GONE),
    "an event of a later day put in": Tampering(
        sql(
            "INSERT INTO events SELECT 500000, subject, 4, kind, case_id, client_id, actor_id, at, recorded_at, "
            "status, team_id, tier, owner_id, is_accepted, body, prev, hash FROM events WHERE {third}"
        ),
        "does not follow the event before it",
    ),
    "a text": Tampering(sql("UPDATE event_texts SET text = 'nothing' WHERE {text}"), TEXT_CHANGED),
    "a text's salt": Tampering(sql("UPDATE event_texts SET salt = x'00' WHERE {text}"), TEXT_CHANGED),
    "a text spoiled": Tampering(sql("UPDATE event_texts SET text = x'00' WHERE {text}"), TEXT_CHANGED),
    "a text added": Tampering(
        sql("INSERT INTO event_texts SELECT event_id, 'more', client_id, salt, text FROM event_texts WHERE {text}"),
        "its text “more” was changed",
    ),
    "an event deleted, its text left": Tampering(
        sql("DELETE FROM events WHERE {second}"), "is gone, but a text of it is still there"
    ),
    "a case's head": Tampering(sql("UPDATE cases SET head = '{zero}' WHERE id = {case}"), HEAD),
    "a case's status": Tampering(
        sql("UPDATE cases SET status = 'closed' WHERE id = {case}"), "its case was changed without an event (status)"
    ),
    "a case's owner": Tampering(
        sql("UPDATE cases SET owner_id = 1 WHERE id = {case}"), "its case was changed without an event (owner_id)"
    ),
    "a case deleted, its events left": Tampering(sql("DELETE FROM cases WHERE id = {case}"), "its case was deleted"),
    "a case deleted with its head and all its events": Tampering(delete_case, GONE),
    "an event of the administration deleted": Tampering(
        sql("DELETE FROM events WHERE subject LIKE 'review:%'", "DELETE FROM reviews"), GONE
    ),
    "a review": Tampering(sql("UPDATE reviews SET body = '{{}}'"), "the review was changed after it was made"),
    "a seal deleted": Tampering(sql("DELETE FROM seals WHERE id = 2"), "seal 2 is missing"),
    "the newest seal deleted": Tampering(sql("DELETE FROM seals WHERE id = 3"), OLDER),
    "a seal's root": Tampering(sql("UPDATE seals SET root = '{zero}' WHERE id = 2"), MADE),
    "a seal's ids": Tampering(sql("UPDATE seals SET ids = '1-2' WHERE id = 2"), MADE),
    "a seal's heads": Tampering(sql("UPDATE seals SET heads = '{{}}' WHERE id = 2"), MADE),
    "a seal spoiled": Tampering(sql("UPDATE seals SET heads = 'x', ids = 'x' WHERE id = 2"), MADE),
    "a seal's signature": Tampering(sql("UPDATE seals SET mac = '{zero}' WHERE id = 2"), UNSIGNED),
    "seals in another order": Tampering(
        sql(
            "UPDATE seals SET id = -2 WHERE id = 2",
            "UPDATE seals SET id = 2 WHERE id = 3",
            "UPDATE seals SET id = 3 WHERE id = -2",
        ),
        "does not follow the seal before it",
    ),
    "all seals deleted": Tampering(sql("DELETE FROM seals"), OLDER),
    "a case deleted and all sealed anew": Tampering(everything_and_its_seal_made_anew, "differs from its copy outside"),
    "an older database put back": Tampering(older_put_back, OLDER),
    "the copy deleted": Tampering(lambda _database, kept: kept.copy.unlink(), "copy of the seals: is not there"),
    "the copy shortened": Tampering(lines(lambda all_lines: all_lines[:1]), "seal 2: is not in the copy outside"),
    "a line of the copy taken out": Tampering(
        lines(lambda all_lines: [all_lines[0], *all_lines[2:]]), "copy of the seals 3: seal 2 is missing"
    ),
    "a line of the copy changed": Tampering(lines(a_line_changed), "differs from its copy outside"),
    "the copy's lines in another order": Tampering(lines(lambda all_lines: all_lines[::-1]), "copy of the seals 3"),
    "a line of the copy spoiled": Tampering(lines(lambda all_lines: [*all_lines, "{"]), "is no seal"),
    "another key": Tampering(
        lambda _database, kept: (kept.folder / "caselight.seal-key").write_text("e" * 64), UNSIGNED
    ),
    "no key": Tampering(lambda _database, kept: (kept.folder / "caselight.seal-key").unlink(), "their key is not here"),
    "a guard taken away": Tampering(sql("DROP TRIGGER events_DELETE"), "its guard events_DELETE is gone"),
    "a guard that lets everything through": Tampering(
        sql(
            "DROP TRIGGER seals_UPDATE",
            "CREATE TRIGGER seals_UPDATE BEFORE UPDATE ON seals BEGIN SELECT 'RAISE'; END",
        ),
        "its guard seals_UPDATE is gone",
    ),
}
