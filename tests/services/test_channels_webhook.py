"""Webhooks: a document for a machine, to public places over trusted lines, and nowhere else."""

from pathlib import Path

import pytest

import certificates
from caselight.services.channels import outward, webhook
from caselight.settings import Settings
from receivers import FACTS, MESSAGE, settings, unsent, web


def test_a_webhook_posts_the_document_with_its_key_to_the_whole_path() -> None:
    with web() as inbox:
        webhook.send(f"http://127.0.0.1:{inbox.port}/hooks/s3cret?room=1", MESSAGE, settings())

    assert inbox.documents == [{"id": MESSAGE.key, **FACTS, "subject": MESSAGE.subject, "text": MESSAGE.text}]
    assert (inbox.keys, inbox.paths) == ([MESSAGE.key], ["/hooks/s3cret?room=1"])


def test_a_redirect_is_not_followed() -> None:
    with web() as elsewhere, web(302) as inbox:
        inbox.location = f"http://127.0.0.1:{elsewhere.port}/"

        said = unsent(lambda: webhook.send(f"http://127.0.0.1:{inbox.port}/", MESSAGE, settings()))

    assert "redirects are not followed" in said
    assert elsewhere.documents == []


def test_a_certificate_must_be_trusted_and_be_for_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = certificates.for_localhost(tmp_path)
    with web(certificate=own) as inbox:
        address = f"https://localhost:{inbox.port}/"
        untrusted = unsent(lambda: webhook.send(address, MESSAGE, settings()))
        monkeypatch.setenv("SSL_CERT_FILE", str(own))

        webhook.send(address, MESSAGE, settings())
        misnamed = unsent(lambda: webhook.send(f"https://127.0.0.1:{inbox.port}/", MESSAGE, settings()))

    assert untrusted == misnamed == "Its certificate is not valid."
    assert len(inbox.documents) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://status.example.com/",  # unencrypted
        "file:///etc/passwd",
        "https://",
        "https://status.example.com:99999/",
        "https://status.example.com/a b",
        "https://stätus.example.com/",
    ],
)
def test_an_address_that_is_no_https_address_is_not_used(address: str) -> None:
    assert "begins with https://" in unsent(lambda: webhook.send(address, MESSAGE, Settings()))


@pytest.mark.parametrize(
    ("place", "is_public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # where clouds keep credentials
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 – must be refused
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::a00:1", False),  # 10.0.0.1 through a translator
        ("2002:a00:1::", False),  # 10.0.0.1 in 6to4
    ],
)
def test_only_public_places_are_written_to(place: str, *, is_public: bool) -> None:
    assert outward.is_public(place) is is_public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"])
def test_our_own_machine_is_refused_however_it_is_written(host: str) -> None:
    with web() as inbox:
        allowed = Settings(channels_http=True)

        said = unsent(lambda: webhook.send(f"http://{host}:{inbox.port}/", MESSAGE, allowed))

    assert said in {outward.INSIDE, "Its host name was not found."}
    assert inbox.documents == []


def test_a_name_nobody_knows_is_said_so() -> None:
    said = unsent(lambda: webhook.send("https://nobody.invalid/s3cret", MESSAGE, Settings()))

    assert said == "Its host name was not found."


def test_a_server_that_is_away_is_said_without_the_address() -> None:
    with web() as inbox:
        port = inbox.port

    said = unsent(lambda: webhook.send(f"http://127.0.0.1:{port}/s3cret", MESSAGE, settings()))

    assert said == "The connection failed (ConnectionRefusedError)."
