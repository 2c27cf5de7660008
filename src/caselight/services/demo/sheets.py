"""The sheets of a demo case: as `services.sheets` writes them in a database, here in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from caselight.core.sheets import SHEETS, checked
from caselight.services import sheets

Noted = dict[str, dict[str, Any]]


@dataclass(slots=True)
class DemoSheets:
    """The rows so far, by number; each act returns what its event says of sheets, and texts."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)

    def add(
        self, number: int, kind: str, fields: Mapping[str, Any], *, by: int | None, at: datetime
    ) -> tuple[Noted, dict[str, str]]:
        """Fill in a sheet."""
        template = SHEETS[kind]
        details = checked(template, fields, now=at)
        numbers = {"number": number, "seq": number, "words_seq": number}
        row = {"kind": kind, **numbers, "by_id": by, "done_at": None, **sheets.columns(template, details, at=at)}
        self.rows[number] = row
        noted, texts = sheets.compared(number, template, {}, details)
        return {str(number): noted}, texts

    def finish(self, number: int, *, seq: int, at: datetime) -> Noted:
        """Note that what was due on a sheet is done."""
        row = self.rows[number]
        row |= {"done_at": at, "seq": seq}
        return {str(number): {"kind": row["kind"], "changes": {"done_at": [None, at.isoformat()]}}}

    def keep_word(self, *, seq: int, at: datetime) -> Noted:
        """Note on every interaction that promised the customer another word that they have had it."""
        noted: Noted = {}
        for number, row in self.rows.items():
            if row["kind"] == "interaction" and row["due_at"] is not None and row["done_at"] is None:
                noted |= self.finish(number, seq=seq, at=at)
        return noted
