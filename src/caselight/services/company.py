"""Sign-in by the company's own accounts: the OpenID Connect code flow with PKCE, and nothing of it kept here.

The provider says who somebody is; whether they may enter, and as what, our own account decides.
"""

import hashlib
import json
import secrets
import urllib.error
import urllib.request
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import jwt
from jwt.types import Options
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.refusal import Refusal
from caselight.services.accounts import PEOPLE, normal
from caselight.settings import Settings
from caselight.store.tables import User

WELL_KNOWN = "/.well-known/openid-configuration"
BACK = "/auth/company/back"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")  # none that a shared secret or nothing at all could make
CLAIMS = ("iss", "sub", "aud", "exp", "iat", "nonce")
TIMEOUT_S, LARGEST = 10, 1 << 18  # bytes of an answer
SKEW = timedelta(minutes=1)
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
AWAY = "The company's sign-in does not answer as it should. Try again, or tell your Caselight administrator."
REFUSED = "Your company account opens nothing here. Ask your Caselight administrator for an account."
STALE = "This sign-in was begun elsewhere or too long ago. Begin again."


class Begun(NamedTuple):
    """A sign-in under way, in the browser's keeping: all that proves it is derived from one random secret."""

    secret: str

    @property
    def state(self) -> str:
        """Return what the provider must send back."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Return what the identity must carry."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Return what the code can be redeemed with, by nobody else."""
        return self._derived("verifier")

    def _derived(self, use: str) -> str:
        return hashlib.sha256(f"{use}:{self.secret}".encode()).hexdigest()


def is_offered(settings: Settings) -> bool:
    """Say whether this installation has such a sign-in; where not, no request ever leaves for one."""
    return bool(settings.oidc_issuer and settings.oidc_client and settings.url)


def begin() -> Begun:
    """Return a new sign-in."""
    return Begun(secrets.token_urlsafe(32))


def way_out(settings: Settings, begun: Begun) -> str:
    """Return the address at the provider to which the browser is sent."""
    challenge = urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client,
        "redirect_uri": _back(settings),
        "scope": "openid email",
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    start = _provider(settings)["authorization_endpoint"]
    return f"{start}{'&' if urlsplit(start).query else '?'}{urlencode(asked)}"


def who_came_back(settings: Settings, begun: Begun, *, state: str, code: str, now: datetime) -> str:
    """Return the verified e-mail address of who comes back from the provider; raise a Refusal for anybody else."""
    if not (code and secrets.compare_digest(state.encode(), begun.state.encode())):
        raise Refusal(STALE)
    provider = _provider(settings)
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _back(settings),
        "client_id": settings.oidc_client,
        "client_secret": settings.oidc_secret.get_secret_value(),
        "code_verifier": begun.verifier,
    }
    token = _asked(provider["token_endpoint"], urlencode(given).encode()).get("id_token")
    said = _identity(settings, str(token), _asked(provider["jwks_uri"]), now)
    if not secrets.compare_digest(str(said["nonce"]).encode(), begun.nonce.encode()):
        raise Refusal(STALE)
    if said.get("email_verified") is not True or not isinstance(said.get("email"), str):
        raise Refusal(REFUSED)
    return str(said["email"])


def account(session: Session, email: str) -> User:
    """Return the open account whose user name is this address; nobody is enrolled by coming."""
    login = normal(email)
    user = session.scalars(select(User).where(col(User.login) == login)).one_or_none() if login else None
    if user is None or not user.is_active or user.role not in PEOPLE:
        raise Refusal(REFUSED)
    return user


def _identity(settings: Settings, token: str, keys: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return what a signed identity says: by this provider, for us, and good at `now` by our clock."""
    ours: Options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "require": list(CLAIMS)}
    try:
        key_id = jwt.get_unverified_header(token).get("kid")
        fitting = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key_id in {None, key.key_id}]
        if len(fitting) != 1:
            raise Refusal(AWAY)
        said: dict[str, Any] = jwt.decode(
            token,
            fitting[0],
            algorithms=ALGORITHMS,
            audience=settings.oidc_client,
            issuer=_issuer(settings),
            options=ours,
        )
        since, until = (datetime.fromtimestamp(int(said[name]), now.tzinfo) for name in ("iat", "exp"))
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError) as error:
        raise Refusal(AWAY) from error
    is_for_us = said.get("azp", settings.oidc_client) == settings.oidc_client
    if not (is_for_us and since - SKEW <= now < until + SKEW):
        raise Refusal(AWAY)
    return said


def _provider(settings: Settings) -> dict[str, str]:
    """Return the addresses of the provider, as it says itself."""
    found = _asked(_issuer(settings) + WELL_KNOWN)
    if str(found.get("issuer")).rstrip("/") != _issuer(settings):
        raise Refusal(AWAY)
    return {name: str(found.get(name)) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}


def _issuer(settings: Settings) -> str:
    return settings.oidc_issuer.rstrip("/")


def _back(settings: Settings) -> str:
    return settings.url.rstrip("/") + BACK


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """Follow nobody elsewhere: our secret goes along."""


def _asked(address: str, sent: bytes | None = None) -> dict[str, Any]:
    """Return the object a provider answers with."""
    url = urlsplit(address)
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in HERE):
        raise Refusal(AWAY)
    request = urllib.request.Request(address, sent, {"accept": "application/json"})  # noqa: S310 – checked above
    opener = urllib.request.build_opener(_Straight)
    try:
        answer: HTTPResponse
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            found = json.loads(answer.read(LARGEST))
    except urllib.error.HTTPError as error:
        error.close()
        raise Refusal(AWAY) from error
    except (urllib.error.URLError, HTTPException, ValueError, OSError) as error:
        raise Refusal(AWAY) from error
    if not isinstance(found, dict):
        raise Refusal(AWAY)
    return found
