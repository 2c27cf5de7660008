"""The Problems page, and what the case page and the one box say of what comes again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col
from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, SYSTEM, Role
from caselight.services import problems
from caselight.services.problems import Draft
from caselight.store import here
from caselight.store import problems as kept
from caselight.store.engine import Store
from caselight.store.problems import ProblemRow
from caselight.store.tables import Case
from screen import words

Open = Callable[..., AppTest]
NOW = datetime.now(UTC)


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def rows(place: Store) -> list[ProblemRow]:
    with place.reading(EVERYTHING) as session:
        return kept.problems(session, EVERYTHING)


def of_one_kind(place: Store, n: int) -> list[int]:
    """Let so many cases be logged that tell of one service."""
    return [elsewhere.a_case(place, 3, title="Outbound voice drops", service="Mobile voice") for _ in range(n)]


def begun(place: Store, **given: object) -> int:
    draft = Draft(**{"title": "Outbound voice drops", "record_type": "technical", **given})
    number = problems.begin(place, 3, draft, actor=SYSTEM, now=NOW)
    here.version().look_again()
    return number


def test_a_case_opens_a_problem_and_the_page_links_the_others_of_its_kind(open_as: Open, place: Store) -> None:
    *_, number = of_one_kind(place, 3)
    app = open_as(Role.LEAD, "case", id=f"C-{number}")
    assert "of this kind in 30 days" in words(app)

    press(app, "recurring_open")

    (problem,) = rows(place)
    assert (problem.title, problem.cases) == ("Outbound voice drops", 1)
    assert f"Behind it: problem {problem.id}" in words(app)

    app = open_as(Role.LEAD, "problems", id=str(problem.id))
    assert "Not linked yet" in words(app)
    press(app, "problem_link")
    assert rows(place)[0].cases > 1
    many = rows(place)[0].cases
    press(app, "problem_unlink")
    assert rows(place)[0].cases == many - 1


def test_a_problem_is_made_changed_and_closed_and_faults_stand_beside_their_fields(open_as: Open, place: Store) -> None:
    app = open_as(Role.MANAGER, "problems")
    press(app, "problem_save")
    assert "what keeps coming back" in words(app)
    app.text_input(key="problem:title").input("Outbound voice drops")
    press(app, "problem_save")
    (problem,) = rows(place)

    app = open_as(Role.MANAGER, "problems", id=str(problem.id))
    app.text_input(key="problem:effective_at").input("soon")
    press(app, "problem_save")
    assert "is not a date and time" in words(app)
    app.text_input(key="problem:effective_at").input(f"{NOW - timedelta(days=7):%Y-%m-%d}")
    app.text_area(key="problem:action").input("The trunk was replaced.")
    app.selectbox(key="problem:root_cause").set_value("Vendor")
    press(app, "problem_save")
    assert "corrected since" in words(app)
    press(app, "problem_end")
    assert rows(place)[0].closed_at is not None
    press(app, "problem_end")
    assert rows(place)[0].closed_at is None


def test_the_rate_before_and_after_stands_with_its_n_and_its_interval(open_as: Open, place: Store) -> None:
    given = {"service": "Mobile voice", "action": "The trunk was replaced."}
    of_one_kind(place, 2)
    number = begun(place, **given, effective_at=NOW - timedelta(days=9))

    said = words(open_as(Role.LEAD, "problems", id=str(number)))

    assert "% of" in said
    assert " to " in said
    assert "often than before" not in said  # there is next to nothing to tell by


def test_a_problem_without_a_service_says_that_its_rate_needs_one(open_as: Open, place: Store) -> None:
    number = begun(place)

    said = words(open_as(Role.LEAD, "problems", id=str(number)))

    assert "no service: cases are linked by hand" in said
    assert "needs a service" in said


def test_an_agent_reads_problems_and_keeps_none(open_as: Open, place: Store) -> None:
    number = begun(place)

    app = open_as(Role.AGENT, "problems", id=str(number))

    assert "Outbound voice drops" in words(app)
    assert {"problem_save", "problem_link", "problem_unlink"}.isdisjoint({button.key for button in app.button})


def test_another_clients_problem_is_not_there(open_as: Open, place: Store) -> None:
    number = begun(place, title="ZZ-PROBLEM")

    app = open_as(Role.LEAD, "problems", 4, id=str(number))

    assert "ZZ-PROBLEM" not in repr(app._tree)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("@parcelo #tech mobile voice drops", True),
        ("@parcelo #delivery mobile voice set lost", False),
        ("@parcelo #tech it drops", False),
    ],
)
def test_the_box_says_while_typing_that_it_comes_again(open_as: Open, place: Store, title: str, *, said: bool) -> None:
    of_one_kind(place, 1)
    app = open_as(Role.AGENT, "queue")

    app.text_input(key="box").set_value(title).run()

    assert ("of this kind in 30 days" in words(app)) == said


def test_a_service_named_in_the_line_is_the_cases_and_makes_its_kind(open_as: Open, place: Store) -> None:
    elsewhere.a_case(place, 3, service="Mobile voice")
    app = open_as(Role.AGENT, "queue")

    app.text_input(key="box").set_value("@parcelo #tech mobile voice drops again").run()
    assert "Service Mobile voice named in your line" in words(app)
    assert "2nd of this kind in 30 days Mobile voice, Technical failure, cause unknown" in words(app)
    press(app, "enter_save")

    with place.reading(EVERYTHING) as session:
        newest = session.get_one(Case, session.scalar(select(func.max(col(Case.id)))))
    assert newest.title == "Mobile voice drops again"
    assert newest.service_id is not None
