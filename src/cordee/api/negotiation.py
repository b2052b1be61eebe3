"""Which format goes in and out: JSON, and a clear sentence for everything else.

Source: https://hl7.org/fhir/R4/http.html#mime-type
"""

from collections.abc import Mapping

from cordee.api.errors import NotAcceptableError, UnsupportedMediaTypeError

MEDIA_TYPE = "application/fhir+json"
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"
FHIR_VERSION = "4.0"

_JSON = frozenset({"application/fhir+json", "application/json", "text/json", "json"})
_ANY = frozenset({"*/*", "application/*"})


def check_accept(accept: str, format_: str | None) -> None:
    """Return when JSON is welcome; `_format` outweighs the `Accept` header.

    Raises: NotAcceptableError, naming what was asked for.
    """
    asked = [format_] if format_ else [part for part in accept.split(",") if part.strip()]
    if not asked or any(
        _is_json(part.replace(" ", "+") if format_ else part, _JSON | _ANY) for part in asked
    ):
        return
    raise NotAcceptableError(", ".join(asked)[:200])


def check_content_type(headers: Mapping[str, str], *, is_form: bool = False) -> None:
    """Return when the body is JSON (or a form, where one is expected) in UTF-8 and not compressed.

    Raises: UnsupportedMediaTypeError, naming what was sent.
    """
    sent = headers.get("content-type", "")
    if headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedMediaTypeError(f"content-encoding {headers['content-encoding'][:40]}")
    name = sent.partition(";")[0].strip().lower()
    if is_form:
        if name not in {"application/x-www-form-urlencoded", ""}:
            raise UnsupportedMediaTypeError(sent[:200])
    elif not _is_json(sent, _JSON):
        raise UnsupportedMediaTypeError(sent[:200])


def is_json_resource(content_type: str) -> bool:
    """Return whether a content type announces a resource as JSON."""
    return _is_json(content_type, _JSON)


def _is_json(text: str, accepted: frozenset[str]) -> bool:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    if name not in accepted:
        return False
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        value = value.strip('" ')
        if (key == "fhirversion" and not value.startswith(FHIR_VERSION)) or (
            key == "charset" and value not in {"utf-8", "utf8", "us-ascii"}
        ):
            return False
    return True
