"""An OpenID provider on 127.0.0.1 that vouches for whomever it is told to, rightly or wrongly."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "caselight", "t7Qm2vX9pLr4Zk8s"


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@dataclass
class Provider:
    """What it says; `claims` replaces parts of the identity, `signed_with` is another's key."""

    key: RSAPrivateKey
    issuer: str = ""
    now: datetime | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    said_issuer: str = ""
    signed_with: RSAPrivateKey | None = None
    algorithm: str = "RS256"
    asked: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def authorised(self, address: str) -> str:
        """Do what a person does at the provider, and return the state to come back with."""
        self.asked = dict(parse_qsl(urlsplit(address).query))
        return self.asked["state"]

    def answer(self, path: str, sent: dict[str, str]) -> dict[str, Any] | None:
        self.requests.append(path)
        if path == "/.well-known/openid-configuration":
            ways = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": self.said_issuer or self.issuer} | {k: f"{self.issuer}/{v}" for k, v in ways.items()}
        if path == "/keys":
            return {"keys": [json.loads(RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "1", "alg": "RS256"}]}
        is_proven = self.asked.get("code_challenge") == _challenge(sent.get("code_verifier", ""))
        if path == "/token" and is_proven and sent.get("client_secret") == SECRET and sent.get("code") == "good":
            return {"id_token": self._identity(), "access_token": "unused"}
        return None

    def _identity(self) -> str:
        assert self.now is not None
        second = int(self.now.timestamp())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "7",
            "iat": second,
            "exp": second + 300,
            "nonce": self.asked["nonce"],
            "email": "Lena.Brandt@example.com",
            "email_verified": True,
        }
        key = "x" * 32 if self.algorithm == "HS256" else self.signed_with or self.key
        return jwt.encode(said | self.claims, key, self.algorithm, headers={"kid": "1"})


@contextmanager
def running(key: RSAPrivateKey) -> Iterator[Provider]:
    provider = Provider(key)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell({})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            self._tell(dict(parse_qsl(sent)))

        def _tell(self, sent: dict[str, str]) -> None:
            said = provider.answer(self.path, sent)
            self.send_response(400 if said is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
