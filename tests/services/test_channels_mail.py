"""Mail: one address, an encrypted line before any password, and a reason when it is refused."""

from pathlib import Path

import pytest

import certificates
from caselight.services.channels import mail
from caselight.settings import Settings
from receivers import MESSAGE, settings, unsent
from receivers import mail as a_mail_server


@pytest.mark.parametrize(
    ("answers", "said"), [((550,), "refuses this address (550)"), ((250, 554), "refused it (554)")]
)
def test_a_mail_server_that_refuses_is_quoted_by_its_number(answers: tuple[int, ...], said: str) -> None:
    with a_mail_server(*answers) as inbox:
        ours = settings(smtp=f"smtp://127.0.0.1:{inbox.port}")

        assert said in unsent(lambda: mail.send("desk@example.com", MESSAGE, ours))


def test_a_letter_carries_any_title_as_text() -> None:
    with a_mail_server() as inbox:
        mail.send("desk@example.com", MESSAGE, settings(smtp=f"smtp://127.0.0.1:{inbox.port}"))

    (letter,) = inbox.letters
    assert letter["Subject"] == MESSAGE.subject
    assert letter.get_content_type() == "text/plain"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_password_is_never_sent_unencrypted() -> None:
    with a_mail_server(offers="AUTH PLAIN") as inbox:
        ours = settings(smtp=f"smtp://us:pa55@127.0.0.1:{inbox.port}")

        said = unsent(lambda: mail.send("desk@example.com", MESSAGE, ours))

    assert "our password was not sent" in said
    assert inbox.keys == []
    assert "pa55" not in repr(ours)


@pytest.mark.parametrize(("login", "said"), [(235, ""), (535, "does not take our user and password")])
def test_over_an_encrypted_line_we_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: int, said: str
) -> None:
    own = certificates.for_localhost(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    with a_mail_server(certificate=own, offers="AUTH PLAIN") as inbox:
        inbox.login = login
        ours = settings(smtp=f"smtps://us:pa%2F55@localhost:{inbox.port}")

        if said:
            assert said in unsent(lambda: mail.send("desk@example.com", MESSAGE, ours))
        else:
            mail.send("desk@example.com", MESSAGE, ours)

    assert len(inbox.letters) == (0 if said else 1)


def test_a_line_that_can_be_encrypted_is_before_we_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = certificates.for_localhost(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    with a_mail_server(offers="STARTTLS") as inbox:
        inbox.certificate = own
        untrusted = settings(smtp=f"smtp://127.0.0.1:{inbox.port}")

        mail.send("desk@example.com", MESSAGE, settings(smtp=f"smtp://localhost:{inbox.port}"))
        said = unsent(lambda: mail.send("desk@example.com", MESSAGE, untrusted))

    assert len(inbox.letters) == 1
    assert said == "The mail server could not be used (SSLCertVerificationError)."


def test_without_a_mail_server_the_admin_is_told_what_to_set() -> None:
    assert "Set CASELIGHT_SMTP" in unsent(lambda: mail.send("desk@example.com", MESSAGE, Settings()))


def test_a_mail_server_that_is_away_is_said_so() -> None:
    with a_mail_server() as inbox:
        port = inbox.port

    said = unsent(lambda: mail.send("desk@example.com", MESSAGE, settings(smtp=f"smtp://127.0.0.1:{port}")))

    assert said == "The mail server could not be used (ConnectionRefusedError)."


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("desk@example.com", True),
        ("o'neil+x@sub.example.com", True),
        ("desk", False),
        ("a@b, c@d", False),
        ("desk@example.com\nBcc: x@y.z", False),
        ("Desk <desk@example.com>", False),
        ("x" * 250 + "@e.com", False),
    ],
)
def test_an_address_is_one_address_and_nothing_else(address: str, *, is_one: bool) -> None:
    assert mail.is_address(address) is is_one
