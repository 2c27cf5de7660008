"""What every answer says to the browser about what it may do."""

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from caselight.settings import Settings
from caselight.web.index import inline_scripts

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval' {inline}",  # Streamlit reads its messages by WebAssembly where it may
    "style-src": "'self' 'unsafe-inline'",  # Streamlit's own styles are made in the browser
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "frame-src": "'none'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
TLS_ONLY = "max-age=31536000; includeSubDomains"


def defaults(settings: Settings) -> dict[str, str]:
    """Return the headers of every answer that does not set them itself."""
    policy = "; ".join(f"{part} {allowed}" for part, allowed in POLICY.items())
    always = {
        "content-security-policy": policy.format(inline=" ".join(inline_scripts())),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cache-control": "no-store",
    }
    return always | ({"strict-transport-security": TLS_ONLY} if settings.production else {})


def added(send: Send, headers: dict[str, str]) -> Send:
    """Return a `send` that adds the headers which an answer does not have."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = MutableHeaders(scope=message)
            for name, value in headers.items():
                present.setdefault(name, value)
        await send(message)

    return sending
