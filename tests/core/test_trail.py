"""The audit trail in words."""

from typing import Any

import pytest

from caselight.core import trail


@pytest.mark.parametrize(
    ("subject", "said"),
    [("case:48213", "C-48213"), ("contract:7", "contract 7"), ("matrix", "escalation matrix"), ("user:3", "person 3")],
)
def test_a_subject_is_called_as_people_call_it(subject: str, said: str) -> None:
    assert trail.named(subject) == said


@pytest.mark.parametrize("kind", trail.ABOUT)
def test_a_kind_is_found_by_its_own_word_and_by_what_people_call_it(kind: str) -> None:
    called = trail.named(f"{kind}:7").removesuffix(" 7")

    assert trail.kind_called(kind) == kind
    assert kind == "case" or trail.kind_called(called) == kind
    assert trail.kind_called("nonsense") == ""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("case:escalated", "Escalated"),
        ("user:password_set", "Password set"),
        ("case:measure_added", "Corrective action added"),
    ],
)
def test_what_was_done_is_said_in_words(kind: str, said: str) -> None:
    assert trail.did(kind) == said


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ({"changes": {"priority": [3, 2]}}, ["priority: 3 → 2"]),
        ({"changes": {"owner_id": [None, 4], "title": None}}, ["owner: 4", "title: text"]),
        ({"changes": {"is_accepted": [True, False], "closed_at": ["x", None]}},
         ["is accepted: yes → no", "closed at: x → none"]),
        ({"role": "lead", "clients": [1, 2], "clocks": {"resolution": []}}, ["role: lead", "clients: 1, 2"]),
        ({"changes": {f"details.f{n}": [None, n] for n in range(6)}},
         ["f0: 0", "f1: 1", "f2: 2", "f3: 3", "and 2 more"]),
        ({"name": "x" * 99}, [f"name: {'x' * 59}…"]),
        ({}, []),
    ],
)  # fmt: skip
def test_what_changed_is_said_a_line_each_and_briefly(body: dict[str, Any], lines: list[str]) -> None:
    assert trail.changes(body) == lines


def test_ids_are_called_by_their_names() -> None:
    names = {"team_id": {2: "Care Desk"}, "clients": {1: "Parcelo Shop"}}

    said = trail.changes({"changes": {"team_id": [2, 3]}, "clients": [1, 9], "session": "abc"}, names)

    assert said == ["team: Care Desk → 3", "clients: Parcelo Shop, 9"]
    assert (trail.number_of("user:7"), trail.number_of("matrix")) == (7, 0)
