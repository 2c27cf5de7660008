"""Settings, typed, from the environment: CASELIGHT_DATABASE, CASELIGHT_HOME and so on."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASE = "sqlite:///.data/caselight.db"


class Settings(BaseSettings):
    """What an installation may choose; every default is safe for a first run on one machine."""

    model_config = SettingsConfigDict(env_prefix="CASELIGHT_")

    database: str = DATABASE
    database_owner: SecretStr = SecretStr("")  # PostgreSQL: who owns the tables, where the app's role does not
    home: Path = Path(".data")
    production: bool = False
    address: str = "127.0.0.1"
    port: int = 8501
    hosts: str = "localhost,127.0.0.1,[::1]"
    zone: str = "UTC"
    url: str = ""  # where people open Caselight: for the links in notices
    smtp: SecretStr = SecretStr("")  # smtp://user:password@host:587, or smtps://…
    mail_from: str = "caselight@localhost"
    channels_http: bool = False  # webhooks and chats without encryption
    channels_private: bool = False  # and at private addresses, or our own
