import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from streamlit.testing.v1 import AppTest

from caselight.ui import html

UI = Path(html.__file__).parent
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff\u2705\u274c]")


def test_what_people_typed_is_shown_as_text() -> None:
    said = html.render("notice", text="<script>alert(1)</script>")

    assert "<script>" not in said
    assert "&lt;script&gt;" in said


def test_a_value_that_is_not_given_is_an_error_not_a_hole() -> None:
    with pytest.raises(UndefinedError):
        html.render("notice")


def test_a_template_that_says_nothing_draws_nothing() -> None:
    def script() -> None:
        from caselight.ui import html  # noqa: PLC0415 – the script's own

        html.draw("case_similar", rows=[])
        html.draw("notice", text="Seen")

    app = AppTest.from_function(script, default_timeout=30).run()

    assert not app.exception
    assert len(app.get("html")) == 1


@pytest.mark.parametrize("template", sorted(file.name for file in (UI / "templates").glob("*.html")))
def test_no_template_turns_escaping_off_or_holds_a_script_or_an_emoji(template: str) -> None:
    text = (UI / "templates" / template).read_text()

    assert "safe" not in re.findall(r"\|\s*(\w+)", text)
    assert "<script" not in text
    assert not EMOJI.search(text)


@pytest.mark.parametrize("module", sorted(file.name for file in UI.glob("*.py") if file.name != "html.py"))
def test_own_html_leaves_through_one_module(module: str) -> None:
    text = (UI / module).read_text()

    assert "unsafe_allow" not in text
    assert "st.html" not in text
    assert "st.markdown" not in text
