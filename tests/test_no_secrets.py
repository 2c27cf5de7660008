"""Nothing in the repository looks like a secret that opens anything."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}",
    "a key of ours": r"\bcaselight_[A-Za-z0-9_-]{43}\b",
    "a key of a cloud": r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{35}\b",
    "a key of a code host": r"\b(gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20})",
    "a key of a chat": r"\bxox[abprs]-[A-Za-z0-9-]{10}",
    "a signed identity": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "a password's hash": r"\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}",
}
LARGEST = 2_000_000  # bytes: what is bigger is no text of ours


def test_the_repository_holds_no_secret() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607 – git, wherever it is
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    assert len(files) > 100
    found = [
        f"{file.relative_to(ROOT)}: {what}"
        for file in files
        if file.is_file() and file.stat().st_size < LARGEST
        for what, pattern in SECRETS.items()
        if re.search(pattern, file.read_text("utf-8", "replace"))
    ]

    assert found == []
