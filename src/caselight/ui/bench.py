"""What a wall costs to draw, measured by drawing it in this process."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import current_thread
from time import sleep
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext, add_script_run_ctx
from streamlit.runtime.state import SafeSessionState, SessionState

from caselight.core.people import EVERYTHING
from caselight.services import bench
from caselight.services.bench.part import Bench, Part
from caselight.services.bench.timing import cpu_ms
from caselight.services.bench.writes import log_one
from caselight.ui import data, shell, wall, wall_options

T = TypeVar("T")
DATABASE = "CASELIGHT_DATABASE"
ROUNDS = 30
SCREENS = 20


def run(*, cases: int, database: str | None, only: Sequence[str], now: datetime) -> dict[str, Any]:
    """Return the figures of every part there is, those of the screens among them; see `services.bench.run`."""
    return bench.run(cases=cases, database=database, only=only, now=now, more=PARTS)


def rerun_cpu_ms(measured: Bench) -> float:
    """Return the processor time of one tick of a wall whose data has not changed, in milliseconds.

    Counted is all that this process does for the body of the fragment: the figures worked out anew from what is kept,
    the templates, the chart, and Streamlit's messages made and serialized. Not counted are the reads of new data
    (`refresh_ms`), Streamlit's own running of scripts, the socket, and the browser. The wall lives in the present:
    data filled long ago looks late on it, and costs the same.
    """

    def measure() -> float:
        screen = _Screen()
        screen.draw()
        return cpu_ms(screen.draw, rounds=ROUNDS)

    return _shown(measured, measure)


def statements(measured: Bench, *, screens: int = SCREENS, tick_s: float = shell.REFRESH_S) -> dict[str, int]:
    """Return how many statements one tick asks while nothing changes, and many screens together after a new case."""

    def measure() -> dict[str, int]:
        walls = [_Screen() for _ in range(screens)]
        walls[0].draw()
        sleep(tick_s)
        with _counted() as unchanged:
            walls[0].draw()
        log_one(data.store(), now=data.now())
        data.look_again()
        with _counted() as changed:
            for each in walls:
                each.draw()
        return {"wall_unchanged": len(unchanged), f"wall_{screens}_screens_new_data": len(changed)}

    return _shown(measured, measure)


PARTS: Mapping[str, Part] = {"rerun_cpu_ms": rerun_cpu_ms, "statements": statements}


class _Screen:
    """A wall of all clients on one browser, whose messages are made and thrown away; for one thread only."""

    def __init__(self) -> None:
        self._options = wall_options.Options("dark", 1.0, EVERYTHING, "All clients", ZoneInfo("UTC"))
        self._context = ScriptRunContext(
            session_id="bench",
            _enqueue=_serialize,
            query_string="",
            session_state=SafeSessionState(SessionState(), lambda: None),
            uploaded_file_mgr=MemoryUploadedFileManager("/upload"),
            main_script_path=__file__,
            user_info={},
            fragment_storage=MemoryFragmentStorage(),
            pages_manager=PagesManager(__file__),
        )

    def draw(self) -> None:
        """Draw what the wall's fragment draws on each tick."""
        add_script_run_ctx(current_thread(), self._context)
        self._context.reset()
        wall._draw(self._options)  # noqa: SLF001 – the body of the fragment, without the fragment's timer


def _serialize(message: ForwardMsg) -> None:
    message.SerializeToString()


def _shown(measured: Bench, measure: Callable[[], T]) -> T:
    """Measure with the screens looking at the bench's database, in a thread that takes its script context with it."""
    before = os.environ.get(DATABASE)
    config.set_option("global.showWarningOnDirectExecution", value=False)
    os.environ[DATABASE] = measured.store.url
    data.forget()
    try:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(measure).result()
    finally:
        data.forget()
        os.environ.pop(DATABASE)
        if before is not None:
            os.environ[DATABASE] = before


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Collect every statement asked of any database meanwhile; the beginnings of transactions are none."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:  # noqa: ANN401 – SQLAlchemy's own
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)
