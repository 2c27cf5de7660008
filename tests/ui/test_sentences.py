"""Every kind of event that a service writes has its sentence, or is a note that speaks for itself."""

import re
from pathlib import Path

import caselight.services
from caselight.ui.sentences import SENTENCES, words_of

SPEAKS_FOR_ITSELF = {"case:noted"}


def test_no_event_of_a_case_is_left_without_words() -> None:
    services = Path(caselight.services.__file__).parent
    written = {
        kind for file in services.rglob("*.py") for kind in re.findall(r'"(case:[a-z_]+)"', file.read_text("utf-8"))
    }

    assert written - SPEAKS_FOR_ITSELF <= set(SENTENCES)


def test_the_kind_of_an_event_is_said_as_people_say_it() -> None:
    kinds = ("case:handed_off", "case:measure_added", "case:interaction_corrected")

    assert [words_of(kind) for kind in kinds] == ["handed off", "corrective action added", "interaction corrected"]
