"""One change to all cases of a list, on the Cases page."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

import elsewhere
from caselight.core.people import EVERYTHING, Role
from caselight.services import verbs
from caselight.store import casefile
from caselight.store.engine import Store
from screen import labels, words

Open = Callable[..., AppTest]


def priority(place: Store, number: int) -> int:
    with place.reading(EVERYTHING) as session:
        found = casefile.case_file(session, EVERYTHING, number)
    assert found
    return found.priority


def opened(app: AppTest) -> AppTest:
    return app.button(key="bulk_open").click().run()


def test_a_change_is_tried_done_and_taken_back(open_alone: Open, place: Store) -> None:
    numbers = [elsewhere.a_case(place, title="Trunk quartz down") for _ in range(2)]
    over = elsewhere.a_case(place, title="Trunk quartz doubled")
    elsewhere.done(place, verbs.cancel, case=over, note="Twice.")
    app = opened(open_alone(Role.LEAD, "cases", q="quartz"))
    app.selectbox(key="bulk_act").set_value("Set the priority").run()
    app.selectbox(key="bulk_priority").set_value("P1 Critical").run()

    app.button(key="bulk_try").click().run()
    tried, before = words(app), [priority(place, number) for number in numbers]
    app.button(key="bulk_do").click().run()
    done, after = words(app), [priority(place, number) for number in numbers]
    app.button(key="bulk_undo").click().run()

    assert f"2 would be changed : C-{numbers[1]} , C-{numbers[0]} 1 would be refused" in tried
    assert f"C-{over} Trunk quartz doubled C-{over} is cancelled, so it cannot update." in tried
    assert (before, after) == ([3, 3], [1, 1])
    assert "2 changed" in done
    assert "2 taken back" in words(app)
    assert [priority(place, number) for number in numbers] == [3, 3]


def test_more_than_the_most_are_not_tried(open_alone: Open) -> None:
    app = opened(open_alone(Role.MANAGER, "cases"))

    assert "At most 200 cases at a time. Narrow the filters first." in words(app)
    assert app.button(key="bulk_try").disabled


def test_another_value_after_a_try_asks_for_a_new_try(open_alone: Open, place: Store) -> None:
    elsewhere.a_case(place, title="Trunk quartz down")
    app = opened(open_alone(Role.LEAD, "cases", q="quartz"))
    app.selectbox(key="bulk_act").set_value("Add a note").run()
    app.text_input(key="bulk_note").set_value("Carrier informed").run()
    app.button(key="bulk_try").click().run()
    tried = labels(app)

    app.text_input(key="bulk_note").set_value("Carrier silent").run()

    assert "Change 1 case" in tried
    assert "Change 1 case" not in labels(app)


def test_every_act_has_its_field(open_alone: Open, place: Store) -> None:
    elsewhere.a_case(place, title="Trunk quartz down")
    app = opened(open_alone(Role.LEAD, "cases", q="quartz"))

    for act, key in (("Hand off to a team", "team"), ("Give to a person", "person")):
        app.selectbox(key="bulk_act").set_value(act).run()
        assert app.selectbox(key=f"bulk_{key}").options
    app.selectbox(key="bulk_act").set_value("Set the next step").run()
    app.text_input(key="bulk_step").set_value("Call").run()
    assert not app.button(key="bulk_try").disabled
    app.button(key="bulk_close").click().run()
    assert "Change all of these" in labels(app)


def test_an_agent_changes_one_case_at_a_time(open_alone: Open) -> None:
    assert "Change all of these" not in labels(open_alone(Role.AGENT, "cases"))
