"""Every command for one client of two: nothing of the other in what it says, writes or logs."""

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from caselight import cli
from two_clients import House, met
from walls import one_wall

OURS = "Parcelo Shop"
Words = Callable[[House, Path, str], list[str]]  # what to type, for a client by name
# Commands that are asked about one client: a command without a row here or below fails the build.
ASKED: dict[str, Words] = {
    "kpi": lambda _house, _file, client: ["--json", "--client", client],
    "forecast": lambda _house, _file, client: ["--json", "--client", client],
    "export cases": lambda _house, file, client: ["--format", "zip", "-o", str(file), "--client", client],
    "evidence": lambda house, file, client: [
        *("--client", client, "--from", f"{house.now:%Y-%m-%d}T00:00:00Z", "--to", house.now.isoformat()),
        *("--out", str(file)),
    ],
    "review": lambda _house, _file, client: ["--client", client, "--json"],
    "ledger": lambda house, _file, _client: [f"C-{house.ours.case}", "--json"],
}
# Commands of whoever runs the machine, who may read the database itself: they are about no client, or about all.
OF_THE_HOUSE = {
    *(
        "init",
        "serve",
        "work",
        "demo",
        "import",
        "user",
        "key make",
        "key revoke",
        "key list",
        "verify",
        "seal",
        "bench",
    ),
}


def _commands(group: click.Command, above: str = "") -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        under = list(_commands(command, f"{above}{name} "))
        yield from under or [f"{above}{name}"]


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with one_wall("first", request) as house, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELIGHT_DATABASE", house.store.url)
        patch.setenv("CASELIGHT_HOME", str(tmp_path_factory.mktemp("home")))
        yield house


def _said(house: House, command: str, file: Path, client: str) -> tuple[int, str]:
    words = [*command.split(), *ASKED[command](house, file, client)]
    result = CliRunner().invoke(cli.main, words)
    written = ""
    if file.exists():
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
            written = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return result.exit_code, result.output + written


def test_every_command_has_a_row() -> None:
    assert set(_commands(cli.main)) == ASKED.keys() | OF_THE_HOUSE


@pytest.mark.parametrize("command", ASKED)
def test_asked_of_one_client_a_command_says_nothing_of_another(
    house: House, command: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        status, said = _said(house, command, tmp_path / "out.zip", OURS)

    assert status == 0
    assert said
    assert met(said + caplog.text) == []


@pytest.mark.parametrize("client", ["Nobody & Sons", "", "%00'--", "9" * 400])
@pytest.mark.parametrize("command", [command for command in ASKED if command != "ledger"])
def test_a_client_that_is_not_there_is_refused_in_a_sentence(
    house: House, command: str, client: str, tmp_path: Path
) -> None:
    status, said = _said(house, command, tmp_path / "out.zip", client)

    assert status != 0
    assert "client" in said.casefold()
    assert not (tmp_path / "out.zip").exists()
