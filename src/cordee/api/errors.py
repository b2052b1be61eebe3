"""Refusals that only HTTP knows, and how every error becomes an OperationOutcome."""

from starlette.responses import Response

from cordee.access.errors import InsufficientScopeError
from cordee.fhir import encode, operation_outcome
from cordee.kernel.errors import Category, CordeeError, InvalidRequestError, Issue, UnauthenticatedError
from cordee.kernel.ids import new_id
from cordee.kernel.log import fault, get_logger

_log = get_logger(__name__)
RETRY_AFTER_SECONDS = 2


class MethodNotAllowedError(CordeeError):
    """The address exists and does not take this method; `allowed` are those it takes."""

    code = "method-not-allowed"
    category = Category.UNSUPPORTED
    http_status = 405

    def __init__(self, method: str, allowed: list[str]) -> None:
        self.allowed = allowed
        names = ", ".join(allowed)
        super().__init__(
            f"Cette adresse n’accepte pas {method}. Elle accepte : {names}.",
            f"This address does not take {method}. It takes: {names}.",
        )


class NotAcceptableError(CordeeError):
    """The answer was wanted in a format this server does not write."""

    code = "not-acceptable"
    category = Category.UNSUPPORTED
    http_status = 406

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"Ce serveur répond en JSON (application/fhir+json, FHIR 4.0). XML et les autres formats ne sont "
            f"pas servis ; demandé : {asked}.",
            f"This server answers in JSON (application/fhir+json, FHIR 4.0). XML and other formats are not served; "
            f"asked for: {asked}.",
        )


class UnsupportedMediaTypeError(CordeeError):
    """The body came in a format this server does not read; it was not read."""

    code = "unsupported-media-type"
    category = Category.UNSUPPORTED
    http_status = 415

    def __init__(self, sent: str, wanted: str = "application/fhir+json, UTF-8, FHIR 4.0") -> None:
        super().__init__(
            f"Le corps doit être du JSON ({wanted}) ; reçu : {sent or 'rien'}.",
            f"The body must be JSON ({wanted}); got: {sent or 'nothing'}.",
        )


class UnknownAddressError(CordeeError):
    """No interaction lives at this address."""

    code = "unknown-address"
    category = Category.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(
            "Cette adresse n’existe pas dans l’API FHIR de ce serveur. Voir /fhir/metadata.",
            "There is no such address in this server’s FHIR API. See /fhir/metadata.",
        )


class UnknownTypeError(CordeeError):
    """The address names a type that is not an R4 resource type."""

    code = "unknown-type"
    category = Category.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(
            "L’adresse ne nomme aucun type de ressource FHIR R4.",
            "The address names no FHIR R4 resource type.",
        )


class ExistsAlreadyError(CordeeError):
    """The resource exists and the request wanted it not to (`If-None-Match: *`); nothing was changed."""

    code = "exists-already"
    category = Category.PRECONDITION

    def __init__(self) -> None:
        super().__init__(
            "Cette ressource existe déjà (If-None-Match: *). Rien n’a été modifié.",
            "This resource exists already (If-None-Match: *). Nothing was changed.",
        )


class SeveralMatchError(CordeeError):
    """The criteria of a conditional interaction match more than one resource, or more than it may touch."""

    code = "several-match"
    category = Category.PRECONDITION

    def __init__(self, most: int = 1) -> None:
        french = (
            f"Les critères désignent plus de {most} ressource{'s' if most > 1 else ''}. Rien n’a été modifié."
        )
        english = (
            f"The criteria match more than {most} resource{'s' if most > 1 else ''}. Nothing was changed."
        )
        issue = Issue(message_fr=french, message_en=english, code="multiple-matches")
        super().__init__(french, english, (issue,))


class NoReferenceMatchError(CordeeError):
    """A reference by search (`Patient?identifier=…`) leads to nothing the caller may see; nothing was stored."""

    code = "no-reference-match"
    category = Category.PRECONDITION

    def __init__(self) -> None:
        super().__init__(
            "Une référence par critères ne désigne aucune ressource. Rien n’a été enregistré.",
            "A reference by criteria matches no resource. Nothing was stored.",
        )


class FaultError(CordeeError):
    """Something unexpected happened; the reference number is all that is told."""

    code = "fault"
    category = Category.FAULT

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"Une erreur imprévue s’est produite. Donnez cette référence au support : {reference}.",
            f"Something unexpected happened. Give support this reference: {reference}.",
        )


def invalid_request(
    french: str, english: str, expression: str = "", code: str = "invalid"
) -> InvalidRequestError:
    """Return the error for a malformed header, parameter or address, naming it in `expression`."""
    issue = Issue(message_fr=french, message_en=english, expression=expression, code=code)
    return InvalidRequestError(french, english, (issue,))


def told(error: Exception) -> CordeeError:
    """Return what may be told of an exception: itself when it is ours, else a fault with a reference number.

    The log gets the reference, the kind of exception and where it was raised; never its text, which may quote data.
    """
    if isinstance(error, CordeeError):
        return error
    reference = new_id()
    _log.error("api.fault", reference=reference, **fault(error))
    return FaultError(reference)


def outcome_bytes(error: CordeeError) -> bytes:
    """Return the OperationOutcome of an error as JSON."""
    return encode(operation_outcome(error))


def error_answer(error: CordeeError) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Return status, headers and body of the HTTP answer to an error."""
    headers = list(_HEADERS)
    if isinstance(error, MethodNotAllowedError):
        headers.append((b"allow", ", ".join(error.allowed).encode()))
    if error.category in {Category.UNAVAILABLE, Category.BUSY}:
        seconds = getattr(error, "seconds", RETRY_AFTER_SECONDS)
        headers.append((b"retry-after", str(seconds).encode()))
    if isinstance(error, InsufficientScopeError):
        headers.append((b"www-authenticate", b'Bearer realm="fhir", error="insufficient_scope"'))
    if isinstance(error, UnauthenticatedError):
        headers.append((b"www-authenticate", b'Bearer realm="fhir"'))
    return error.http_status, headers, outcome_bytes(error)


def error_response(error: CordeeError) -> Response:
    """Return the same as a response of Starlette, for what streams its answers."""
    status, headers, body = error_answer(error)
    found = Response(body, status)
    found.raw_headers[:0] = headers
    return found


_HEADERS = (
    (b"content-type", b"application/fhir+json; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
