"""Chats: services alone, plain text, and nothing of their address in a log or an error."""

import logging
import logging.handlers

import pytest

from caselight.services.channels import chat, outward
from caselight.settings import Settings
from receivers import MESSAGE, settings, unsent, web


def test_a_chat_takes_the_message_as_plain_text() -> None:
    with web() as inbox:
        chat.send(f"ntfy://127.0.0.1:{inbox.port}/duty", MESSAGE, settings())

    (document,) = inbox.documents
    assert (document["topic"], document["title"]) == ("duty", MESSAGE.subject)
    assert document["message"].startswith("Voice lines down")


@pytest.mark.parametrize(("answer", "said"), [(403, "The service answered 403."), (302, "The service answered 302.")])
def test_a_chat_that_refuses_is_quoted_by_its_number(answer: int, said: str) -> None:
    with web() as elsewhere, web(answer) as inbox:
        inbox.location = f"http://127.0.0.1:{elsewhere.port}/"

        heard = unsent(lambda: chat.send(f"ntfy://127.0.0.1:{inbox.port}/t0psecret", MESSAGE, settings()))

    assert heard == said
    assert elsewhere.documents == []


def test_what_the_library_logs_of_an_address_stays_inside() -> None:
    logged = logging.handlers.BufferingHandler(100)
    logging.getLogger().addHandler(logged)
    with web(403) as inbox:
        unsent(lambda: chat.send(f"ntfy://127.0.0.1:{inbox.port}/t0psecret", MESSAGE, settings()))
    logging.getLogger().removeHandler(logged)

    assert not [record for record in logged.buffer if "t0psecret" in record.getMessage()]


def test_a_chat_at_home_is_refused_as_a_webhook_is() -> None:
    said = unsent(lambda: chat.send("ntfys://127.0.0.1/duty", MESSAGE, Settings()))

    assert said == outward.INSIDE


@pytest.mark.parametrize("address", ["json://127.0.0.1/", "mailto://me:pw@example.com", "syslog://", "windows://"])
def test_chat_services_alone_are_let_through(address: str) -> None:
    assert "Begin with the service" in unsent(lambda: chat.send(address, MESSAGE, settings()))


def test_what_another_thread_hears_is_not_our_answer() -> None:
    heard = chat._Heard()
    record = logging.makeLogRecord({"msg": "error=500", "thread": 1})

    heard.emit(record)

    assert heard.code == ""


def test_a_service_that_takes_nothing_is_said_so() -> None:
    with web() as inbox:
        port = inbox.port

    said = unsent(lambda: chat.send(f"ntfy://127.0.0.1:{port}/duty", MESSAGE, settings()))

    assert said == "The service did not take it."
