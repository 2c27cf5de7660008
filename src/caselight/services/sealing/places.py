"""Where the key of the seals and their copy lie: beside the database's file, else in the home folder."""

import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from caselight.core.refusal import Refusal
from caselight.settings import Settings
from caselight.store.engine import Store

SHORTEST = 32  # characters of a key


@dataclass(frozen=True, slots=True)
class Places:
    """The key, as given or the file it lies in, and the file that holds a copy of every seal."""

    given: str
    key_file: Path
    copy: Path

    def key(self) -> bytes | None:
        """Return the key; none where nobody made one."""
        if self.given:
            return _checked(self.given, "CASELIGHT_SEAL_KEY")
        try:
            return _checked(self.key_file.read_text("ascii").strip(), str(self.key_file))
        except FileNotFoundError:
            return None

    def key_made(self) -> bytes:
        """Return the key, made first where there is none: in one step, so that two workers have the same."""
        if (there := self.key()) is not None:
            return there
        self.key_file.parent.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=self.key_file.parent)  # readable by its owner alone
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):  # another worker was faster: its key is the key
            os.link(path, self.key_file)
        Path(path).unlink()
        made = self.key()
        assert made is not None  # noqa: S101 – it was just made
        return made


def places(store: Store, settings: Settings) -> Places:
    """Return where they lie for a database."""
    folder, stem = (store.path.parent, f"{store.path.stem}.") if store.path else (settings.home, "")
    copy = settings.seal_file or folder / f"{stem}seals.jsonl"
    return Places(settings.seal_key.get_secret_value(), folder / f"{stem}seal-key", copy)


def _checked(key: str, where: str) -> bytes:
    if len(key) < SHORTEST:
        raise Refusal(f"The key of the seals in {where} has fewer than {SHORTEST} characters. Give a longer one.")
    return key.encode()
