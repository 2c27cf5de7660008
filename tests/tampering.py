"""What `caselight verify` says of each way to tamper with a database file (tests/tamperings.py).

As a script: python tests/tampering.py – makes a file, does each thing to a copy of it, and prints what verify names.
"""

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from tamperings import TAMPERINGS, Kept, Tampering

from acts import a_case, do
from caselight.services import reviews, verbs
from caselight.services.verifying import Verified
from caselight.store.engine import Store
from caselight.store.schema import migrate
from floor import at, build
from proving import seal, verify


def made(folder: Path) -> Kept:
    """Make a file with three seals: cases, texts, a review; and one of before the last seal beside it."""
    store = Store(f"sqlite:///{folder / 'caselight.db'}")
    migrate(store)
    floor = build(store)
    others = [a_case(floor), a_case(floor, "Mon 10:05")]
    seal(store)
    case = a_case(floor, "Mon 11:00")
    do(floor, verbs.note, "Mon 11:10", case=case, note="Called the vendor")
    do(floor, verbs.own, "Mon 11:20", case=case)
    seal(store)
    store.dispose()
    shutil.copy(folder / "caselight.db", folder / "older.db")
    do(floor, verbs.note, "Mon 12:00", case=others[0], note="Later")
    days = (date(2026, 11, 9), date(2026, 11, 15))
    reviews.make(store, floor.client, *days, actor=floor.manager, now=at("Wed 10:00"))
    seal(store)
    store.dispose()
    return Kept(folder, case)


def tampered(kept: Kept, folder: Path, tampering: Tampering) -> Verified:
    """Do it to a copy with the guards away, put them up again as they were, and verify."""
    shutil.copytree(kept.folder, folder)
    copied = Kept(folder, kept.case)
    with closing(sqlite3.connect(copied.file)) as database:
        guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        is_of_guards = "guard" in tampering.says
        for name, _ in () if is_of_guards else guards:
            database.execute(f"DROP TRIGGER {name}")
        tampering.change(database, copied)
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        for name, statement in () if is_of_guards else guards:
            if name not in there:
                database.execute(statement)
        database.commit()
    store = Store(f"sqlite:///{copied.file}")
    found = verify(store)
    store.dispose()
    return found


def main() -> int:
    """Print what verify names of each; leave with 1 where it misses one."""
    missed = 0
    with tempfile.TemporaryDirectory() as temporary:
        kept = made(_folder(Path(temporary) / "made"))
        for place, (name, tampering) in enumerate(TAMPERINGS.items()):
            told = tampered(kept, Path(temporary) / str(place), tampering).told()
            line = next((line for line in told.splitlines() if tampering.says in line), "")
            missed += not line
            sys.stdout.write(f"{name}: {line or f'MISSED: {told}'}\n")
        sys.stdout.write(f"{len(TAMPERINGS) - missed} of {len(TAMPERINGS)} found.\n")
    return int(missed > 0)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


if __name__ == "__main__":
    sys.exit(main())
