"""Settings, typed, from the environment: CASELIGHT_DATABASE, CASELIGHT_HOME and so on."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASE = "sqlite:///.data/caselight.db"


class Settings(BaseSettings):
    """What an installation may choose; every default is safe for a first run on one machine."""

    model_config = SettingsConfigDict(env_prefix="CASELIGHT_")

    database: str = Field(DATABASE, description="Where the cases are: a SQLite file or a PostgreSQL database.")
    database_owner: SecretStr = Field(
        SecretStr(""), description="PostgreSQL: the address of who owns the tables, where the app's role does not."
    )
    home: Path = Field(Path(".data"), description="A folder for keys and what must lie beside the data.")
    production: bool = Field(default=False, description="Secure cookies and HSTS: needs TLS in front.")
    seal_key: SecretStr = Field(SecretStr(""), description="The key of the seals, 32 characters or more; else made.")
    seal_file: Path | None = Field(None, description="The copy of the seals, best on another host; else by the data.")
    address: str = Field("127.0.0.1", description="The network address the app listens at.")
    port: int = Field(8501, description="The port the app listens at.")
    hosts: str = Field("localhost,127.0.0.1,[::1]", description="The names the app answers to, others are refused.")
    zone: str = Field("UTC", description="The zone times are shown in where a page asks for no other.")
    url: str = Field("", description="Where people open Caselight: for the links in notices.")
    smtp: SecretStr = Field(SecretStr(""), description="The mail server: smtp://user:password@host:587, or smtps://…")
    mail_from: str = Field("caselight@localhost", description="The sender of the mails.")
    channels_http: bool = Field(default=False, description="Lets webhooks and chats go without encryption.")
    channels_private: bool = Field(default=False, description="Lets them go to private addresses, or our own.")
    oidc_issuer: str = Field("", description="Sign-in by the company's own accounts: the OpenID provider's address.")
    oidc_client: str = Field("", description="What the OpenID provider calls Caselight: its client id.")
    oidc_secret: SecretStr = Field(SecretStr(""), description="The secret the OpenID provider gave Caselight.")
