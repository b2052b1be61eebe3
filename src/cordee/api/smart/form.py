"""The form an application sends to an OAuth endpoint. Source: RFC 6749 section 3.2"""

from urllib.parse import parse_qsl

from starlette.requests import Request

from cordee.access.errors import OAuthError

BODY_BYTES_MAX = 64 * 1024
FIELDS_MAX = 30
TYPE = "application/x-www-form-urlencoded"


async def read_oauth_form(request: Request) -> dict[str, str]:
    """Return the parameters, empty ones left out as if they had not been sent.

    Raises: OAuthError `invalid_request` for another content type, too large a body, or a parameter sent twice.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise _malformed(f"Le corps doit être {TYPE}.", f"The body must be {TYPE}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES_MAX:
            raise _malformed("Le corps est trop long.", "The body is too long.")
    try:
        pairs = parse_qsl(body.decode(), max_num_fields=FIELDS_MAX)
    except ValueError as error:
        raise _malformed("Le corps est illisible.", "The body cannot be read.") from error
    form = dict(pairs)
    if len(form) != len(pairs) or any("\x00" in text for pair in pairs for text in pair):
        raise _malformed("Un paramètre est répété ou illisible.", "A parameter is repeated or unreadable.")
    return form


def _malformed(french: str, english: str) -> OAuthError:
    return OAuthError("invalid_request", french, english)
