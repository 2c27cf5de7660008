"""Reading a small HTML form, and nothing bigger."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

LIMIT = 16_384  # bytes
FIELDS = 20


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of the posted form; of a repeated field the last."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise HTTPException(413, "This form is too large.")
    try:
        return dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=FIELDS, errors="replace"))
    except ValueError as error:
        raise HTTPException(400, "This is not one of our forms.") from error
