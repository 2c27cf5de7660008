"""Which SQLite library runs, and what it can be trusted with."""

import sqlite3
import warnings
from functools import cache
from types import ModuleType

SOUND = (3, 51, 3)  # first release without the WAL-reset bug; backported to the two below
BACKPORTS = {(3, 44): 6, (3, 50): 7}


@cache
def sqlite() -> ModuleType:
    """Return the newest SQLite module there is: the packaged one where a wheel exists, else the standard library's."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 – not on every machine
    except ImportError:
        return sqlite3
    module: ModuleType = dbapi2
    return module


def is_sound(version: tuple[int, ...]) -> bool:
    """Say whether this release keeps a write-ahead log that two writers cannot corrupt."""
    return version >= SOUND or version[2] >= BACKPORTS.get((version[0], version[1]), 1_000)


@cache
def journal_mode() -> str:
    """Return WAL, or the slower mode that the bug does not touch, with a warning that says so."""
    version = sqlite().sqlite_version_info
    if is_sound(version):
        return "WAL"
    warnings.warn(
        f"SQLite {'.'.join(map(str, version))} can corrupt a write-ahead log: using journal_mode=TRUNCATE, about ten "
        "times slower to write. Install a Python with SQLite 3.51.3 or newer.",
        stacklevel=2,
    )
    return "TRUNCATE"
