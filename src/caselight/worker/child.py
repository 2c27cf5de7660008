"""The worker as a child: beside the app while it lives, gone when it goes, however it goes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 5.0
COMMAND = (sys.executable, "-P", "-c", "from caselight.cli import main; main()", "work", "--child")


@contextmanager
def running(command: tuple[str, ...] = COMMAND) -> Iterator[None]:
    """Keep a worker running, started again when it dies; at the end it is asked to stop, then made to."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=(command, stop), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(2 * PATIENCE_S)


def end_with_parent(stop: threading.Event) -> None:
    """In the child: stop when the parent's end of our input closes, which it does even when the parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def watch() -> None:
        while os.read(0, 1):  # sys.stdin would hold a lock that the interpreter wants at its end
            pass
        stop.set()

    threading.Thread(target=watch, daemon=True).start()


def _keep(command: tuple[str, ...], stop: threading.Event) -> None:
    while not stop.is_set():
        worker = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 – our own command
        while worker.poll() is None and not stop.wait(0.2):
            pass
        _end(worker)
        stop.wait(PATIENCE_S)


def _end(worker: subprocess.Popen[bytes]) -> None:
    if worker.stdin:
        worker.stdin.close()
    try:
        worker.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
