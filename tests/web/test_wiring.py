"""The server is put together as Streamlit's traps demand."""

import ast
from pathlib import Path

from caselight.web import wiring
from caselight.web.site import ROOT


def test_no_pages_folder_lies_beside_the_script_that_streamlit_runs() -> None:
    script = Path(wiring.UI_SCRIPT)

    assert script.is_file()
    assert not (script.parent / "pages").exists()  # else a visitor opens any page without the script's check


def test_the_app_is_the_literal_that_streamlit_looks_for() -> None:
    made = [
        node.value.func
        for node in ast.parse((ROOT / "app.py").read_text()).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
    ]

    assert [ast.unparse(call) for call in made] == ["st.App"]


def test_the_gate_is_the_only_middleware_and_the_outermost() -> None:
    assert [part.cls.__name__ for part in wiring.MIDDLEWARE] == ["Gate"]


def test_our_own_settings_reach_streamlit() -> None:
    assert wiring.config()["runner.postScriptGC"] is False
    assert wiring.config()["server.port"] == wiring.SITE.settings.port
