"""A service that the line names is the case's service, so that what comes again is seen while it is typed."""

import pytest

from caselight.core.oneline.service import named

SERVICES = ("Voice", "Mobile voice", "Order-tracking", "...")


@pytest.mark.parametrize(
    ("title", "service"),
    [
        ("Mobile voice lines drop", "Mobile voice"),  # the longest of two
        ("voice: lines drop", "Voice"),
        ("Order tracking shows nothing", "Order-tracking"),
        ("Voicemail is full", None),  # whole words only
        ("Nobody can sign in ...", None),
        ("", None),
    ],
)
def test_the_longest_service_named_in_whole_words_is_meant(title: str, service: str | None) -> None:
    assert named(title, SERVICES) == service
