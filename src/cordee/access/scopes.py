"""SMART scopes: what an application asks for, what of it may be given, and what a token may then do.

Version 2 (`patient/Observation.rs`) and version 1 (`patient/Observation.read`) are read; what is given is said in
version 2. Scopes of a part of a type (`?category=…`) are refused: leaving the part out would give more than was asked.
Source: https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html
"""

import re
from collections.abc import Iterable

import msgspec

from cordee.access.errors import OAuthError
from cordee.fhir import RESOURCE_TYPES

SCOPES_LENGTH_MAX = 4_000  # characters of one request
LETTERS = "cruds"  # create, read, update, delete, search
READS, WRITES = "rs", "cud"
CONTEXTS = frozenset({"patient", "user", "system"})
PLAIN = frozenset({"openid", "fhirUser", "launch", "launch/patient", "online_access", "offline_access"})

_CLINICAL = re.compile(r"(patient|user|system)/(\*|[A-Z][A-Za-z]*)\.(\w+|\*)(\?.*)?")
_VERSION_1 = {"read": "rs", "write": "cud", "*": "cruds"}


class Scope(msgspec.Struct, frozen=True):
    """What may be done with one type, or `*`; `context` is patient, user or system."""

    context: str
    type: str
    letters: str

    @property
    def text(self) -> str:
        """Return the scope as version 2 writes it."""
        return f"{self.context}/{self.type}.{self.letters}"


class Scopes(msgspec.Struct, frozen=True):
    """A set of scopes, in one order: two equal sets have one text."""

    clinical: tuple[Scope, ...]
    plain: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the scopes as a token says them."""
        return " ".join((*self.plain, *(scope.text for scope in self.clinical)))

    def __contains__(self, name: str) -> bool:
        return name in self.plain

    def of_context(self, context: str) -> bool:
        """Return whether any of them is of that context."""
        return any(scope.context == context for scope in self.clinical)

    def types(self, letters: str) -> frozenset[str] | None:
        """Return the types for which any of these letters is given; None when that is every type."""
        found = frozenset(scope.type for scope in self.clinical if set(scope.letters) & set(letters))
        return None if "*" in found else found

    def within(self, limit: "Scopes") -> "Scopes":
        """Return what of these the limit allows, type by type and letter by letter; no context stands for another."""
        both = (
            (one.context, _narrower(one.type, most.type), _shared(one.letters, most.letters))
            for one in self.clinical
            for most in limit.clinical
            if one.context == most.context
        )
        found = (Scope(context, type_, letters) for context, type_, letters in both if type_ and letters)
        return _ordered(found, (name for name in self.plain if name in limit.plain))


def read_scopes(text: str) -> Scopes:
    """Return the scopes of a text; names nobody here knows are left out, as RFC 6749 section 3.3 lets.

    Raises: OAuthError `invalid_scope` for a clinical scope that is malformed, unknown or of a part of a type.
    """
    if len(text) > SCOPES_LENGTH_MAX:
        raise _refused("La liste des droits demandés est trop longue.", "The scopes are too long.")
    clinical, plain = list[Scope](), list[str]()
    for word in text.split():
        if word in PLAIN:
            plain.append(word)
        elif word.partition("/")[0] in CONTEXTS:
            clinical.append(_clinical(word))
    return _ordered(clinical, plain)


def _clinical(word: str) -> Scope:
    match = _CLINICAL.fullmatch(word)
    if match is not None and match[4]:
        raise _refused(
            "Les droits limités à une partie d’un type (« ?… ») ne sont pas pris en charge : demandez le type entier.",
            "Granular scopes (with a query part) are not supported: ask for the whole type.",
        )
    letters = _VERSION_1.get(match[3], match[3]) if match is not None else ""
    is_known = match is not None and (match[2] == "*" or match[2] in RESOURCE_TYPES)
    if match is None or not is_known or letters != _shared(LETTERS, letters):
        raise _refused(
            "Un droit demandé n’a pas la forme contexte/Type.cruds, ou nomme un type inconnu.",
            "A scope is not of the form context/Type.cruds, or names an unknown type.",
        )
    return Scope(match[1], match[2], letters)


def _ordered(clinical: Iterable[Scope], plain: Iterable[str]) -> Scopes:
    merged: dict[tuple[str, str], set[str]] = {}
    for scope in clinical:
        merged.setdefault((scope.context, scope.type), set()).update(scope.letters)
    scopes = (Scope(*key, "".join(one for one in LETTERS if one in got)) for key, got in merged.items())
    return Scopes(
        tuple(sorted(scopes, key=lambda one: (one.context, one.type))), tuple(sorted(frozenset(plain)))
    )


def _narrower(one: str, other: str) -> str:
    if one == "*":
        return other
    return one if other in ("*", one) else ""


def _shared(one: str, other: str) -> str:
    return "".join(letter for letter in LETTERS if letter in one and letter in other)


def _refused(french: str, english: str) -> OAuthError:
    return OAuthError("invalid_scope", french, english)
