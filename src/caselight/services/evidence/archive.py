"""The archive itself: members in a fixed order with one date, and a manifest of their digests."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from caselight.core import instant
from caselight.core.formula import guard
from caselight.core.records.reading import cell

IN_MEMORY = 1_000_000  # bytes
AT_ONCE = 1 << 16  # bytes
MANIFEST = "manifest.json"
READABLE = 0o100644 << 16  # a plain file that its owner may write


class Sheet:
    """A CSV in the making: UTF-8 with the mark that tells a spreadsheet so, and nothing that one would run."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._file = _spool()
        self._text = io.TextIOWrapper(self._file, "utf-8-sig", newline="")
        self._csv = csv.writer(self._text)
        self._csv.writerow(header)

    def add(self, row: Mapping[str, Any]) -> None:
        """Write a row; what it does not say stays empty."""
        self._csv.writerow([guard(cell(plain(row.get(name)))) for name in self._header])

    def file(self) -> IO[bytes]:
        """Return what was written."""
        self._text.detach()
        return self._file


class Lines:
    """JSON lines in the making."""

    def __init__(self) -> None:
        self._file = _spool()

    def add(self, line: bytes) -> None:
        """Write a line."""
        self._file.write(line + b"\n")

    def file(self) -> IO[bytes]:
        """Return what was written."""
        return self._file


class Archive:
    """A ZIP whose bytes depend on nothing but what is put in, in which order, and one instant."""

    def __init__(self, out: IO[bytes], *, at: datetime) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._at = at.timetuple()[:6]
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, file: IO[bytes]) -> None:
        """Copy a file in, and close it."""
        with file, self._zip.open(self._entry(name), "w", force_zip64=True) as packed:
            file.seek(0)
            digest, size = hashlib.sha256(), 0
            while some := file.read(AT_ONCE):
                packed.write(some)
                digest.update(some)
                size += len(some)
        self._members[name] = {"sha256": digest.hexdigest(), "size": size}

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write the manifest, and the archive's end."""
        manifest = document({**about, "members": self._members})
        self._zip.writestr(self._entry(MANIFEST), manifest)
        self._zip.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._at)
        entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, 3
        return entry


def document(value: object) -> bytes:
    """Return a JSON document that people can read as well."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def plain(value: object) -> object:
    """Return an instant as it is written; anything else as it is."""
    return instant.write(value) if isinstance(value, datetime) else value


def _spool() -> IO[bytes]:
    return SpooledTemporaryFile(max_size=IN_MEMORY)
