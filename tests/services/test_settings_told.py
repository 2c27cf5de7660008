"""Settings are told whole, each with its source and its meaning, and no secret ever."""

from pydantic import SecretStr

from caselight.services.settings_told import told
from caselight.settings import Settings


def test_every_setting_has_a_meaning() -> None:
    assert [row.variable for row in told(Settings(), {}) if not row.meaning.endswith((".", "…"))] == []


def test_a_value_says_whether_it_comes_from_the_environment_a_file_or_neither() -> None:
    rows = {row.variable: row for row in told(Settings(zone="Europe/Oslo", port=80), {"caselight_port": "80"})}

    assert rows["CASELIGHT_PORT"][1:3] == ("80", "environment")
    assert rows["CASELIGHT_ZONE"][1:3] == ("Europe/Oslo", "file")
    assert rows["CASELIGHT_ADDRESS"][1:3] == ("127.0.0.1", "default")


def test_what_was_not_given_is_said_so_in_words() -> None:
    assert {row.value for row in told(Settings(), {}) if row.variable == "CASELIGHT_SEAL_FILE"} == {"not set"}


def test_a_password_is_shown_nowhere() -> None:
    settings = Settings(
        database="postgresql://caselight:ZZ-ONE@db/caselight?password=ZZ-TWO",
        smtp=SecretStr("smtp://post:ZZ-THREE@mail:587"),
        url="https://user:ZZ-FOUR@caselight.example",
    )

    said = " ".join(row.value for row in told(settings, {}))

    assert "ZZ-" not in said
    assert "postgresql://caselight:***@db/caselight" in said
    assert [row.value for row in told(settings, {}) if row.variable == "CASELIGHT_SMTP"] == ["set"]


def test_an_address_that_is_none_is_not_shown_at_all() -> None:
    assert told(Settings(database="ZZ-PASSWORD"), {})[0].value == "set"
