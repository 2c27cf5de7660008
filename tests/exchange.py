"""An export taken from one house and brought to another, for the tests of both ways."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from caselight.core.attachments import Upload
from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.records import FormField, form_fields
from caselight.services.exporting import Asked, export
from caselight.services.importing import Report, import_own
from caselight.store.caselist import Wanted
from caselight.store.engine import Store
from caselight.store.tables import Calendar, Client, Team
from floor import OFFICE, Floor, at, build

NOW = at("Wed 09:00")
ODD = "=SUM(A1); 'tis “odd”, –\u00e9 <b>"
VALUES: dict[str, Any] = {
    "line": ODD,
    "text": f"{ODD}\n'=two\n\ttab",
    "many": ["+SMS", "Voice", "'@home"],
    "money": "12.5",
    "yes/no": False,
    "choice": "-Voice",
}
TIMES = {"down_until": "2026-11-16T10:45:00+05:30", "due_at": "2026-11-20T10:00:00Z"}
PNG = Upload("front door.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
TEXT = Upload("=1+1.txt", "Pr\u00fcfung bestanden\n".encode())


def another_house(store: Store) -> Floor:
    """Fill a store with the same clients, teams and contracts, all of them under other ids."""
    others = [Calendar(name="Nights", hours=OFFICE), Client(name="Somebody Else"), Team(name="Nights")]
    store.transact(lambda session: session.add_all(others), EVERYTHING)
    return build(store)


def exported(store: Store, form: str, asked: Asked | None = None) -> bytes:
    out = io.BytesIO()
    export(store, asked or Asked(frozenset(), Wanted()), out, form=form, actor=SYSTEM, now=NOW)
    return out.getvalue()


def brought(store: Store, data: bytes, folder: Path, **more: Any) -> Report:
    path = folder / "export"
    path.write_bytes(data)
    return import_own(store, path, now=NOW, actor=SYSTEM, **more)


def value(about: FormField) -> Any:
    if about.kind == "instant":
        return TIMES.get(about.name, "2026-11-16T09:00:00+05:30")
    if about.kind == "number":
        return about.least + 1
    return about.choices[-1] if about.choices else VALUES[about.kind]


def all_of(template: Any) -> dict[str, Any]:
    return {about.name: value(about) for about in form_fields(template)}


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist())}


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    kept, out = files(data), io.BytesIO()
    change(kept)
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
    return out.getvalue()
