"""What an installation in production is refused for, each with one sentence that says how to mend it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from caselight.core.refusal import Refusal
from caselight.settings import Settings

HERE = frozenset({"", "localhost", "127.0.0.1", "::1", "[::1]"})
SHORTEST_SECRET = 16  # characters: of secrets that programs type, not people
SAMPLES = ("changeme", "password", "secret", "example", "caselight", "postgres", "…", "...", "<", "xxx")
OTHERS = 0o007


def check(settings: Settings, environment: Mapping[str, str]) -> None:
    """Raise a Refusal that names everything unsafe at once; outside production nothing is asked."""
    faults = [*_faults(settings, environment)] if settings.production else []
    if faults:
        lines = "\n".join(f"- {fault}" for fault in faults)
        raise Refusal(
            f"Caselight does not start in production like this:\n{lines}\nSee docs/deployment.md, Production."
        )


def _faults(settings: Settings, environment: Mapping[str, str]) -> Iterator[str]:
    yield from _addresses(settings)
    if "*" in environment.get("FORWARDED_ALLOW_IPS", ""):
        yield "FORWARDED_ALLOW_IPS trusts everybody, so anybody could pass for another address. Name the proxy's."
    yield from _database(settings)
    yield from _company(settings)
    smtp = urlsplit(settings.smtp.get_secret_value())
    if smtp.scheme == "smtp" and not smtp.username and smtp.hostname not in HERE:
        yield "CASELIGHT_SMTP names a mail server without a password or TLS. Use smtps://, or give user and password."
    if settings.channels_http:
        yield "CASELIGHT_CHANNELS_HTTP sends notices unencrypted. Leave it out and use https addresses."


def _addresses(settings: Settings) -> Iterator[str]:
    hosts = {host.strip().lower() for host in settings.hosts.split(",")}
    url = _parted(settings.url)
    if not hosts - HERE:
        yield "CASELIGHT_HOSTS names only this machine. Name the host that people open, such as caselight.example.com."
    elif any("*" in host for host in hosts):
        yield "CASELIGHT_HOSTS takes no patterns. Name each host."
    if url is None or url.scheme != "https" or not url.hostname:
        yield "CASELIGHT_URL must be the https address that people open, such as https://caselight.example.com."
    elif url.hostname not in hosts:
        yield f"CASELIGHT_URL leads to {url.hostname}, which CASELIGHT_HOSTS does not name."


def _database(settings: Settings) -> Iterator[str]:
    folders = {settings.home.resolve()}
    for name, address in (
        ("CASELIGHT_DATABASE", settings.database),
        ("CASELIGHT_DATABASE_OWNER", settings.database_owner.get_secret_value()),
    ):
        if address.startswith("sqlite"):
            folders.add(Path(address.partition("///")[2]).resolve().parent)
        elif address:
            yield from _postgresql(name, address)
    for folder in sorted(folders):
        if folder.is_dir() and folder.stat().st_mode & OTHERS:
            yield f"Everybody on this machine can look into {folder}, where data and keys lie: chmod o-rwx {folder}."


def _postgresql(name: str, address: str) -> Iterator[str]:
    try:
        url = make_url(address)
    except ArgumentError:
        yield f"{name} is no address of a database."
        return
    if url.password is not None and _is_weak(str(url.password)):
        yield f"The password in {name} is short or a sample. Use {SHORTEST_SECRET} random characters or more."
    is_far = url.host not in HERE and url.host is not None and not url.host.startswith("/")
    if is_far and "sslmode" not in url.query:
        yield f"{name} does not say whether the way to {url.host} is encrypted. Add ?sslmode=verify-full or require."


def _company(settings: Settings) -> Iterator[str]:
    if not settings.oidc_issuer:
        return
    issuer = _parted(settings.oidc_issuer)
    if issuer is None or issuer.scheme != "https":
        yield "CASELIGHT_OIDC_ISSUER must be an https address."
    if not settings.oidc_client or _is_weak(settings.oidc_secret.get_secret_value()):
        yield "CASELIGHT_OIDC_CLIENT or CASELIGHT_OIDC_SECRET is missing, short or a sample. Copy both from there."


def _is_weak(secret: str) -> bool:
    """Say whether a secret is too short to keep, or stood in somebody's example."""
    plain = unquote(secret).casefold()
    return len(plain) < SHORTEST_SECRET or plain.startswith(SAMPLES)


def _parted(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
