"""A bound on what may take for ever: whatever a server does, after so long we go on."""

import threading
from collections.abc import Callable

CONNECT_S, TOTAL_S = 5.0, 10.0


def within(seconds: float, act: Callable[[], None]) -> None:
    """Do something, or raise TimeoutError after so many seconds; what hangs is left behind in its thread."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 – raised again below, in the thread that asked
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError
    if failed:
        raise failed[0]
