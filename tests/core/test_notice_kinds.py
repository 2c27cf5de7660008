"""What may still be said of a case, and what of it a client's contact may hear."""

from typing import Any

import pytest

from caselight.core.notice_kinds import CONTACT_TOLD, KINDS, for_contact, withdrawn

EVERYTHING = tuple(CONTACT_TOLD)


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("logged", "new", ""),
        ("passed", "waiting", ""),
        ("raised", "in progress", ""),
        ("raised", "resolved", "The case is resolved."),
        ("passed", "merged", "The case is merged."),
        ("logged", "cancelled", "The case is cancelled."),
        ("logged", "closed", "The case is closed."),
        ("resolved", "resolved", ""),
        ("resolved", "closed", ""),
        ("resolved", "in progress", "The case is in progress."),  # reopened
    ],
)
def test_nothing_is_said_of_a_case_that_is_no_longer_so(kind: str, status: str, said: str) -> None:
    assert withdrawn(kind, {}, status=status, is_acknowledged=False) == said


@pytest.mark.parametrize(
    ("kind", "body", "is_withdrawn"),
    [
        ("raised", {"step": "acknowledge"}, True),
        ("passed", {"step": "acknowledge"}, True),
        ("raised", {"ack_due_at": "2026-11-16T10:05:00Z"}, True),  # somebody called, and was answered
        ("raised", {"step": "resolve"}, False),
        ("raised", {"promise": "resolution"}, False),  # missed all the same
        ("passed", {"promise": "resolution"}, False),
    ],
)
def test_an_acknowledgement_ends_what_asked_for_it_and_nothing_else(
    kind: str, body: dict[str, Any], *, is_withdrawn: bool
) -> None:
    reason = withdrawn(kind, body, status="in progress", is_acknowledged=True)

    assert bool(reason) is is_withdrawn
    assert withdrawn(kind, body, status="in progress", is_acknowledged=False) == ""


@pytest.mark.parametrize(
    ("kind", "body", "wanted", "about"),
    [
        ("logged", {}, EVERYTHING, "logged"),
        ("resolved", {}, EVERYTHING, "resolved"),
        ("raised", {"step": "acknowledge"}, EVERYTHING, "raised"),
        ("raised", {"missed": ["resolution"]}, EVERYTHING, "late"),
        ("raised", {"missed": ["resolution"]}, ("raised",), "raised"),
        ("passed", {"missed": ["first response"]}, ("late",), "late"),
        ("passed", {"promise": "resolution", "percent": 75}, EVERYTHING, None),  # at risk is ours to know
        ("passed", {"missed": ["resolution"]}, ("logged",), None),
        ("logged", {}, (), None),
    ],
)
def test_a_contact_hears_what_the_contract_says_and_no_more(
    kind: str, body: dict[str, Any], wanted: tuple[str, ...], about: str | None
) -> None:
    assert for_contact(kind, body, wanted) == about


def test_every_kind_is_true_in_some_status() -> None:
    assert all(kind.title and kind.true_while for kind in KINDS.values())
