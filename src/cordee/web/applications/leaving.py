"""Leaving for an application: the content policy of a page whose form ends on another site.

Browsers hold the policy of forms to where a form's answer sends them, too. Only the very origin the person is told of
is added, and only on that page.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import Response

from cordee.web.security import CONTENT_POLICY

HEADER = "content-security-policy"
_OWN = "form-action 'self'"


def may_leave_for(response: Response, addresses: Iterable[str]) -> Response:
    """Return the response, whose forms may end at the origins of these registered addresses."""
    sources = " ".join(dict.fromkeys(_source(address) for address in addresses))
    response.headers[HEADER] = CONTENT_POLICY.replace(_OWN, f"{_OWN} {sources}".rstrip())
    return response


def _source(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else f"{parts.scheme}:"
