"""A week on the test floor with all that evidence can hold, its pack, and what may be done to one."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from acts import a_case, add, do
from caselight.core.instant import write
from caselight.core.people import EVERYTHING, Principal
from caselight.services import evidence, verbs
from caselight.store.tables import Target
from floor import Floor, at
from interrupting import an_outage
from story import a_resolved_case

SINCE, UNTIL = at("Mon 00:00"), at("Thu 12:00")
INSIDE = "ZZ-AMONG-COLLEAGUES"


def a_week(floor: Floor) -> None:
    """Let promises come out in every way: met, missed, held, running, reopened, cancelled; something is down."""
    _promises(floor)
    _what_is_left_out(floor)


def _promises(floor: Floor) -> None:
    says = update(Target).where(col(Target.promise) == "resolution", col(Target.priority) == 1).values(clause="7.2")
    floor.store.transact(lambda session: session.execute(says), EVERYTHING)
    a_resolved_case(floor, "Mon 10:00", "Mon 14:00", priority=1, title="=SUM(A1)")  # due exactly then
    late = a_case(floor, "Mon 10:00", priority=1, title="Línea caída, Leeds")
    do(floor, verbs.update, "Mon 10:05", case=late, fields={"next_step": INSIDE}, note=INSIDE)
    do(floor, verbs.tell, "Mon 10:10", case=late, note="We are looking,\nand call back at noon.")
    do(floor, verbs.escalate, "Mon 10:20", case=late, reason=INSIDE)
    waited = a_case(floor, "Tue 09:00", priority=2)
    do(floor, verbs.wait, "Tue 10:00", case=waited, reason="the customer", note=INSIDE)
    do(floor, verbs.go_on, "Tue 20:00", case=waited)
    held = a_case(floor, "Tue 09:00", priority=1)
    do(floor, verbs.wait, "Tue 10:00", case=held, reason="the vendor")
    again = a_resolved_case(floor, "Mon 09:00", "Wed 10:00", priority=3)
    do(floor, verbs.reopen, "Wed 11:00", case=again, note="It is back")
    a_resolved_case(floor, "Wed 10:00", "Thu 15:00", priority=4)  # after the end
    _corrected(floor)


def _corrected(floor: Floor) -> None:
    eased = a_case(floor, "Mon 10:00", priority=1)
    do(floor, verbs.update, "Mon 16:00", case=eased, fields={"priority": 4})  # the miss stays on record
    do(floor, verbs.update, "Mon 16:05", case=eased, fields={"title": "Misheard", "root_cause": "vendor"})
    do(floor, verbs.undo, "Mon 16:06", case=eased, seq=3)


def _what_is_left_out(floor: Floor) -> None:
    do(floor, verbs.cancel, "Mon 10:30", case=a_case(floor, "Mon 10:00"), note="logged twice")
    down = an_outage(floor)
    add(floor, down, "action", action="credit", what=INSIDE, at="2026-11-16T10:00:00Z")
    a_case(floor, "Mon 10:00", actor=floor.admin, client_id=floor.foreign, title="ZZ-FOREIGN")


@dataclass(frozen=True, slots=True)
class Unzipped:
    """A pack in a folder."""

    folder: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a CSV as a spreadsheet reads them."""
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def text(self, name: str) -> str:
        """Return a member's text."""
        return (self.folder / name).read_text("utf-8")

    def everything(self) -> str:
        """Return all text of the pack."""
        return "".join(path.read_text("utf-8") for path in self.folder.rglob("*") if path.is_file())

    def check(self) -> subprocess.CompletedProcess[str]:
        """Run the program that lies in the pack, with nothing of ours to import."""
        command = [sys.executable, "-I", "check.py"]
        return subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 – ours

    def put(self, name: str, text: str) -> None:
        """Change a member, and mend the manifest, as somebody who tampers with care would."""
        (self.folder / name).write_text(text, "utf-8")
        manifest = json.loads(self.text("manifest.json"))
        content = (self.folder / name).read_bytes()
        manifest["members"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        (self.folder / "manifest.json").write_text(json.dumps(manifest))

    def put_rows(self, name: str, change: Callable[[list[dict[str, str]]], None]) -> None:
        """Change the rows of a CSV, and mend the manifest."""
        rows = self.rows(name)
        header = list(rows[0])
        change(rows)
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, header)
        table.writeheader()
        table.writerows(rows)
        (self.folder / name).write_bytes(b"")
        self.put(name, "\ufeff" + out.getvalue())

    def put_lines(self, name: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
        """Change the lines of a JSON lines file, and mend the manifest."""
        lines = [json.loads(line) for line in self.text(name).splitlines()]
        change(lines)
        self.put(name, "".join(json.dumps(line) + "\n" for line in lines))


def packed(
    floor: Floor,
    *,
    actor: Principal | None = None,
    client: int = 0,
    since: datetime = SINCE,
    until: datetime = UNTIL,
    now: datetime | None = None,
) -> bytes:
    """Return the bytes of a pack."""
    who, out, now = actor or floor.lead, io.BytesIO(), now or at("Fri 09:00")
    asked = evidence.asked(floor.store, who, client or floor.client, write(since), write(until), now=now)
    evidence.pack(floor.store, asked, out, actor=who, now=now)
    return out.getvalue()


def unzipped(content: bytes, folder: Path) -> Unzipped:
    """Return a pack laid out in a folder."""
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    return Unzipped(folder)
