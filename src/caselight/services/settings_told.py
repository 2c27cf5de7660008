"""Every setting as an admin reads it: its value, where that comes from, and what it means; never a secret."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from caselight.settings import Settings

PREFIX = str(Settings.model_config["env_prefix"])
SECRET = re.compile(r"secret|password|token|(^|_)key($|_)")  # in a name: its value is never shown
PASSWORD = re.compile(r"(://[^:/@\s]*):[^@\s]*@")
SET, NOT_SET = "set", "not set"


class Told(NamedTuple):
    """One setting in words."""

    variable: str
    value: str
    source: str  # default, environment or file
    meaning: str


def told(settings: Settings, environment: Mapping[str, str]) -> list[Told]:
    """Return the settings in their order."""
    known = {name.upper() for name in environment}
    return [
        Told(
            (PREFIX + name).upper(),
            _value(name, getattr(settings, name)),
            _source(name, settings, known),
            about.description or "",
        )
        for name, about in type(settings).model_fields.items()
    ]


def _source(name: str, settings: Settings, environment: set[str]) -> str:
    if (PREFIX + name).upper() in environment:
        return "environment"
    return "file" if name in settings.model_fields_set else "default"


def _value(name: str, value: object) -> str:
    if isinstance(value, SecretStr):
        return SET if value.get_secret_value() else NOT_SET
    if SECRET.search(name):
        return SET if value else NOT_SET
    if value is None:
        return NOT_SET
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "database":
        return _address(str(value))
    return PASSWORD.sub(r"\1:***@", str(value)) or NOT_SET


def _address(url: str) -> str:
    """Return a database's address without its password, nor what its query may hold."""
    try:
        return make_url(url).set(query={}).render_as_string(hide_password=True)
    except ArgumentError:
        return SET
