"""The worker beside the app: it goes when the app goes, and comes back when it dies."""

import subprocess
import sys
import time
from pathlib import Path

from caselight.worker import child

WAITS_FOR_ITS_INPUT = """
import pathlib, sys, threading
from caselight.worker.child import end_with_parent
stop = threading.Event()
end_with_parent(stop)
with open(sys.argv[1], "a") as log:
    log.write("started\\n")
stop.wait()
with open(sys.argv[1], "a") as log:
    log.write("stopped\\n")
"""


def waited_for(file: Path, words: str) -> bool:
    """Look until a file holds the words, ten seconds at most."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if file.exists() and words in file.read_text():
            return True
        time.sleep(0.02)
    return False


def test_the_worker_stops_when_the_app_does(tmp_path: Path) -> None:
    log = tmp_path / "log"

    with child.running((sys.executable, "-c", WAITS_FOR_ITS_INPUT, str(log))):
        started = waited_for(log, "started")

    assert started
    assert log.read_text().split() == ["started", "stopped"]


def test_the_worker_stops_when_its_parent_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    parent = subprocess.Popen(  # noqa: S603 – our own command
        [
            sys.executable,
            "-c",
            "import subprocess, sys, time; subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE); time.sleep(60)",
            *(sys.executable, "-c", WAITS_FOR_ITS_INPUT, str(log)),
        ]
    )
    assert waited_for(log, "started")

    parent.kill()
    parent.wait()

    assert waited_for(log, "stopped")
