"""What runs beside the sweep: its own thread, so that nothing in it, however slow, ever delays an escalation."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def aside(run: Callable[[], None], *, patience_s: float) -> Iterator[None]:
    """Run in the background; at the end wait so long for it to notice that it is told to stop."""
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(patience_s)
