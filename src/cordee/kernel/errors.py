"""The one tree of errors: a closed set of categories, and the two tables that map them outward.

Every situation is a class with a stable `code`. Messages say what happened, what was kept and what to do, in
French and English, and never carry personal data: ids and paths only.
"""

from enum import StrEnum
from typing import ClassVar

import msgspec


class Category(StrEnum):
    """What kind of refusal this is, whatever the channel."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    GONE = "gone"
    CONFLICT = "conflict"
    PRECONDITION = "precondition"
    RULE_VIOLATED = "rule_violated"
    UNSUPPORTED = "unsupported"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"
    FAULT = "fault"


HTTP_STATUS: dict[Category, int] = {
    Category.INVALID: 400,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.GONE: 410,
    Category.CONFLICT: 409,
    Category.PRECONDITION: 412,
    Category.RULE_VIOLATED: 422,
    Category.UNSUPPORTED: 501,
    Category.BUSY: 429,
    Category.UNAVAILABLE: 503,
    Category.FAULT: 500,
}

ISSUE_CODE: dict[Category, str] = {
    Category.INVALID: "invalid",
    Category.UNAUTHENTICATED: "login",
    Category.FORBIDDEN: "forbidden",
    Category.NOT_FOUND: "not-found",
    Category.GONE: "deleted",
    Category.CONFLICT: "conflict",
    Category.PRECONDITION: "conflict",
    Category.RULE_VIOLATED: "business-rule",
    Category.UNSUPPORTED: "not-supported",
    Category.BUSY: "throttled",
    Category.UNAVAILABLE: "transient",
    Category.FAULT: "exception",
}


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One finding about one place of an input.

    `expression` is the FHIRPath of the element, or empty when the finding concerns the whole.
    """

    message_fr: str
    message_en: str
    expression: str = ""
    code: str = "invalid"
    severity: str = "error"


class CordeeError(Exception):
    """The root of every error Cordée raises on purpose."""

    code: ClassVar[str] = "fault"
    category: ClassVar[Category] = Category.FAULT

    def __init__(self, message_fr: str, message_en: str, issues: tuple[Issue, ...] = ()) -> None:
        super().__init__(message_en)
        self.message_fr = message_fr
        self.message_en = message_en
        self.issues = issues

    @property
    def http_status(self) -> int:
        """Return the HTTP status of this error's category."""
        return HTTP_STATUS[self.category]


class InvalidResourceError(CordeeError):
    """The content sent is not a valid FHIR R4 resource; nothing was stored."""

    code = "invalid-resource"
    category = Category.INVALID

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(
            "Le contenu envoyé n’est pas une ressource FHIR R4 valide. Rien n’a été enregistré.",
            "The content sent is not a valid FHIR R4 resource. Nothing was stored.",
            issues,
        )


class InvalidRequestError(CordeeError):
    """The request itself is malformed: a parameter, a header, a form field."""

    code = "invalid-request"
    category = Category.INVALID


class PayloadTooLargeError(InvalidRequestError):
    """The body is larger than the server accepts; it was not read to its end."""

    code = "too-large"

    def __init__(self, limit_bytes: int) -> None:
        limit_mib = limit_bytes // (1024 * 1024)
        super().__init__(
            f"L’envoi dépasse la taille permise ({limit_mib} Mio). Rien n’a été enregistré.",
            f"The body exceeds the permitted size ({limit_mib} MiB). Nothing was stored.",
        )

    @property
    def http_status(self) -> int:
        """Return 413, the one status more precise than its category's."""
        return 413


class UnauthenticatedError(CordeeError):
    """Nobody is signed in, or the session or token is no longer valid."""

    code = "unauthenticated"
    category = Category.UNAUTHENTICATED

    def __init__(self) -> None:
        super().__init__(
            "Connectez-vous pour continuer. Votre session n’existe pas ou a expiré.",
            "Sign in to continue. There is no valid session or token.",
        )


class ForbiddenError(CordeeError):
    """The asker may see the subject but not do this."""

    code = "forbidden"
    category = Category.FORBIDDEN

    def __init__(
        self,
        message_fr: str = "Vous n’avez pas le droit de faire cela. Rien n’a été modifié.",
        message_en: str = "You may not do this. Nothing was changed.",
    ) -> None:
        super().__init__(message_fr, message_en)


class NotFoundError(CordeeError):
    """Nothing by that address exists for this asker: absent and invisible answer alike."""

    code = "not-found"
    category = Category.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(
            "Cette page n’existe pas, ou vous n’y avez pas accès.",
            "There is nothing here, or nothing you may see.",
        )


class GoneError(CordeeError):
    """The resource was deleted; its history is kept."""

    code = "gone"
    category = Category.GONE

    def __init__(self) -> None:
        super().__init__(
            "Cet élément a été supprimé. Son historique est conservé.",
            "This resource was deleted. Its history is kept.",
        )


class VersionConflictError(CordeeError):
    """Somebody else changed the resource first; the asker's change was not applied."""

    code = "version-conflict"
    category = Category.PRECONDITION

    def __init__(self, current_version: int | None = None) -> None:
        known = "" if current_version is None else f" (version {current_version})"
        super().__init__(
            f"Quelqu’un a modifié cet élément entre-temps{known}. Votre modification n’a pas été appliquée : "
            "rechargez, puis recommencez.",
            f"Someone changed this resource in the meantime{known}. Your change was not applied: "
            "reload and retry.",
        )


class RuleViolatedError(CordeeError):
    """The content is well formed but breaks a rule of the field."""

    code = "rule-violated"
    category = Category.RULE_VIOLATED


class UnsupportedError(CordeeError):
    """The server understands what is asked and does not do it."""

    code = "unsupported"
    category = Category.UNSUPPORTED


class UnavailableError(CordeeError):
    """A part the server needs does not answer for the moment."""

    code = "unavailable"
    category = Category.UNAVAILABLE
