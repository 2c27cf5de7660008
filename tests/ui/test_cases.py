"""The Cases page: one search box, and lists that hold what their numbers said."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import Role
from caselight.services import verbs
from caselight.store.engine import Store
from caselight.ui.states import STATES
from screen import html_of, references, words

Open = Callable[..., AppTest]


def total(app: AppTest) -> int:
    return int(words(app).split(" case")[0].rsplit(" ", 1)[-1].replace(",", ""))


@pytest.mark.parametrize("said", ["C-{n}", "{n}", "PRC-88", "lost PARCEL"])
def test_a_case_is_found_by_number_by_the_clients_id_and_by_words(open_alone: Open, place: Store, said: str) -> None:
    number = elsewhere.a_case(place, title="Parcel with a coat lost", external_id="PRC-88")

    app = open_alone(Role.AGENT, "cases", q=said.format(n=number))

    assert references(app) == [f"C-{number}"]


def test_a_page_holds_twenty_five_and_says_how_many_there_are(open_alone: Open) -> None:
    app = open_alone(Role.AGENT, "cases")
    first = references(app)

    second = references(open_alone(Role.AGENT, "cases", page="2"))

    assert len(first) == len(second) == 25
    assert not set(first) & set(second)
    assert total(app) > 1_000


def test_types_and_statuses_narrow_the_list(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place, record_type="delivery")

    app = open_alone(Role.AGENT, "cases", type="Delivery failure", status="new")

    assert references(app) == [f"C-{number}"]


def test_a_filter_against_the_lists_own_statuses_finds_nothing_and_says_so(open_alone: Open) -> None:
    app = open_alone(Role.AGENT, "cases", list="open", status="closed")

    assert total(app) == 0
    assert "No case open matches the filters." in words(app)
    assert "Clear filters" in words(app)


@pytest.mark.parametrize("state", STATES)
def test_a_state_lists_the_same_cases_as_the_queue(open_alone: Open, place: Store, state: str) -> None:
    elsewhere.done(place, verbs.note, case=elsewhere.a_case(place), note="nobody has it")

    def listed() -> int:
        return total(open_alone(Role.LEAD, "cases", list=state))

    def counted() -> int:
        return int(open_alone(Role.LEAD, "queue", state=state).button(key=f"state_{state}").label.split("**")[1])

    assert listed() == counted() or listed() == counted()  # a case may fall due between two looks


@pytest.mark.parametrize("query", [{"day": "yesterday"}, {"list": "nonsense"}, {"page": "-3"}, {"q": "%" * 5_000}])
def test_an_address_that_means_nothing_breaks_nothing(open_alone: Open, query: dict[str, str]) -> None:
    assert not open_alone(Role.AGENT, "cases", **query).exception


def test_markup_in_a_title_is_shown_as_it_was_typed(open_alone: Open, place: Store) -> None:
    elsewhere.a_case(place, title="<script>alert(1)</script> ![x](https://evil.example)")

    app = open_alone(Role.AGENT, "cases", q="alert")

    assert "&lt;script&gt;alert(1)&lt;/script&gt; ![x](https://evil.example)" in "".join(
        part.value for part in app.html
    )


def test_who_may_export_is_offered_files_of_exactly_the_list(open_alone: Open) -> None:
    page = html_of(open_alone(Role.LEAD, "cases", list="overdue", pri="P2"))

    assert "/export/cases.xlsx?priority=2&amp;numbers=" in page
    assert "/export/cases." not in html_of(open_alone(Role.AGENT, "cases"))


def test_a_cancelled_case_is_not_called_open(open_alone: Open, place: Store) -> None:
    number = elsewhere.a_case(place, title="A drill nobody announced")
    elsewhere.done(place, verbs.cancel, case=number, note="A drill")

    said = words(open_alone(Role.AGENT, "cases", q="drill"))

    assert "cancelled" in said
    assert "open " not in said.split("A drill nobody announced")[1]
