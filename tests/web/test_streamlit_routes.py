"""Every door that the installed Streamlit has: known to us, and shut or guarded; a new one fails here."""

import streamlit as st

from caselight.web import wiring
from caselight.web.gate import CLOSED, OPEN

FOR_NOBODY = {
    *("/_stcore/metrics", "/auth/login", "/oauth2callback"),
    *("/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"),
}
FOR_SESSIONS = {
    *("/_stcore/stream", "/_stcore/host-config", "/_stcore/upload_file/{session_id}/{file_id}"),
    *("/media/{file_id:path}", "/component/{path:path}", "/_stcore/bidi-components/{path:path}"),
}
FOR_ALL = {"/_stcore/health"}
OURS = {"/auth/logout"}  # our route comes first


def test_every_route_of_the_installed_streamlit_is_known_and_guarded() -> None:
    app = st.App(wiring.UI_SCRIPT)
    found = {path for route in app._build_starlette_app().routes if (path := getattr(route, "path", ""))}

    assert found == FOR_NOBODY | FOR_SESSIONS | FOR_ALL | OURS
    assert all(any(closed in path for closed in CLOSED) for path in FOR_NOBODY)
    assert not any(OPEN.fullmatch(path) for path in FOR_NOBODY | FOR_SESSIONS)
