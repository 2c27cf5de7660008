"""In production every unsafe setting is refused by its name, all at once; elsewhere nothing is."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from caselight.core.refusal import Refusal
from caselight.services import production
from caselight.settings import Settings

SAFE: dict[str, Any] = {
    "production": True,
    "hosts": "caselight.example.com,localhost",
    "url": "https://caselight.example.com",
    "database": "postgresql://app:t7Qm2vX9pLr4Zk8s@db.example.com/caselight?sslmode=verify-full",
}
COMPANY = {
    "oidc_issuer": "https://login.example.com",
    "oidc_client": "caselight",
    "oidc_secret": SecretStr("t7Qm2vX9pLr4Zk8s"),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


def refusal(home: Path, environment: dict[str, str] | None = None, **settings: Any) -> str:
    try:
        production.check(Settings(**SAFE | {"home": home} | settings), environment or {})
    except Refusal as refused:
        return refused.sentence
    return ""


def test_a_safe_installation_starts(home: Path) -> None:
    assert refusal(home) == ""
    assert refusal(home, **COMPANY) == ""
    assert refusal(home, database=f"sqlite:///{home}/caselight.db") == ""
    assert refusal(home, database="postgresql:///caselight") == ""  # by the socket, as the system's user
    assert refusal(home, smtp=SecretStr("smtp://user:word@mail.example.com")) == ""  # never before STARTTLS


@pytest.mark.parametrize(
    ("unsafe", "says"),
    [
        ({"hosts": "localhost,127.0.0.1,[::1]"}, "names only this machine"),
        ({"hosts": "*.example.com"}, "takes no patterns"),
        ({"url": ""}, "CASELIGHT_URL must be the https address"),
        ({"url": "http://caselight.example.com"}, "CASELIGHT_URL must be the https address"),
        ({"url": "https://["}, "CASELIGHT_URL must be the https address"),
        ({"url": "https://other.example.com"}, "leads to other.example.com"),
        ({"database": "postgresql://app:short@localhost/caselight"}, "The password in CASELIGHT_DATABASE"),
        ({"database": "postgresql://app:changeme-changeme-1@localhost/c"}, "The password in CASELIGHT_DATABASE"),
        ({"database": "postgresql://app@db.example.com/caselight"}, "the way to db.example.com is encrypted"),
        ({"database": "what"}, "no address of a database"),
        ({"database_owner": SecretStr("postgresql://o:x@localhost/c")}, "The password in CASELIGHT_DATABASE_OWNER"),
        ({"smtp": SecretStr("smtp://mail.example.com")}, "without a password or TLS"),
        ({"channels_http": True}, "unencrypted"),
        (COMPANY | {"oidc_issuer": "http://login.example.com"}, "must be an https address"),
        (COMPANY | {"oidc_secret": SecretStr("")}, "is missing, short or a sample"),
        (COMPANY | {"oidc_client": ""}, "is missing, short or a sample"),
    ],
)
def test_what_is_unsafe_is_refused_by_its_name(home: Path, unsafe: dict[str, Any], says: str) -> None:
    assert says in refusal(home, **unsafe)
    production.check(Settings(**SAFE | {"home": home} | unsafe | {"production": False}), {})


def test_a_proxy_that_may_be_anybody_is_refused(home: Path) -> None:
    assert "FORWARDED_ALLOW_IPS" in refusal(home, {"FORWARDED_ALLOW_IPS": "*"})
    assert refusal(home, {"FORWARDED_ALLOW_IPS": "10.0.0.2"}) == ""


def test_a_folder_that_others_can_read_is_refused(home: Path) -> None:
    home.chmod(0o755)

    assert f"chmod o-rwx {home}" in refusal(home)
    assert f"chmod o-rwx {home}" in refusal(home, database=f"sqlite:///{home}/caselight.db")


def test_everything_is_said_at_once_and_no_secret_with_it(home: Path) -> None:
    said = refusal(home, database="postgresql://app:hunter2@db.example.com/c", hosts="localhost", url="")

    assert said.count("\n- ") == 4
    assert "hunter2" not in said
