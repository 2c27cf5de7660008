"""Ways out of the house: what holds for each of them."""

import socket
import threading
from typing import Any

import pytest

from caselight.services.channels import mail, webhook
from caselight.services.channels.register import KINDS
from caselight.services.channels.within import within
from receivers import MESSAGE, settings, unsent


def test_whatever_hangs_is_left_behind() -> None:
    hangs = threading.Event()

    with pytest.raises(TimeoutError):
        within(0.01, lambda: hangs.wait(10) and None)

    hangs.set()


def test_what_fails_inside_the_bound_fails_outside() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0 and None)


@pytest.mark.parametrize(
    ("kind", "address", "secret"),
    [
        ("webhook", "https://status.example.com:8443/hooks/s3cret?key=s3cret", "s3cret"),
        ("chat", "slack://s3cretA/s3cretB/s3cretC/#duty", "s3cret"),
    ],
)
def test_what_is_shown_of_an_address_holds_no_secret(kind: str, address: str, secret: Any) -> None:
    assert secret not in KINDS[kind].shown(address)


def test_a_server_that_says_nothing_in_time_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "TOTAL_S", 0.05)
    monkeypatch.setattr(mail, "CONNECT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        ours = settings(smtp=f"smtp://127.0.0.1:{port}")

        by_web = unsent(lambda: webhook.send(f"http://127.0.0.1:{port}/", MESSAGE, settings()))
        by_mail = unsent(lambda: mail.send("desk@example.com", MESSAGE, ours))

    assert (by_web, by_mail) == ("It did not answer in time.", "The mail server did not answer in time.")
