"""After signing in one lands on a page of ours, with its filters, and nowhere else."""

import pytest

from caselight.web import returning


@pytest.mark.parametrize(
    "place", ["/", "/queue", "/queue?state=overdue,soon&client=A%20B", "/wall?kiosk=1&tz=Europe/Oslo"]
)
def test_a_page_of_ours_is_returned_to_as_it_was(place: str) -> None:
    assert returning.safe(place) == place


@pytest.mark.parametrize(
    "place",
    [
        "",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/queue/../../x",
        "/queue\r\nset-cookie: a=b",
        "/queue?next=https://evil.example\n",
        "/queue#fragment",
        "/nothing-of-ours",
        "/auth/logout",
        "/_stcore/metrics",
        "javascript:alert(1)",
        "/queue?" + "a" * 600,
        "/queue?x=<script>",
    ],
)
def test_anything_else_leads_home(place: str) -> None:
    assert returning.safe(place) == "/"
