"""Ask the terminology in force whether a code is in a value set, and which codes a small one has."""

from cordee.fhir.definitions import Registry
from cordee.fhir.terminology import Terminology, Wanted
from cordee.kernel.errors import CordeeError

CODES_SHOWN_MAX = 40
"""Value sets of at most so many codes are told whole."""

MIME_TYPES = "http://hl7.org/fhir/ValueSet/mimetypes"
FORMATS = frozenset({"json", "xml", "ttl"})
"""The short forms R4 gives formats, "xml | json | ttl | mime type", which are no MIME types."""


def is_in(registry: Registry, value_set: str, system: str | None, code: str) -> bool | None:
    """Return whether a code is in a value set, None when that is not known here.

    `system` is None for an element of type code, which has none of its own.
    """
    if code in FORMATS and value_set.partition("|")[0] == MIME_TYPES:
        return True
    try:
        return _terminology(registry).is_member(value_set, system, code)
    except CordeeError:
        return None


def shown_codes(registry: Registry, value_set: str) -> tuple[str, ...]:
    """Return the codes of a small value set in alphabetical order; none for a large one, or one not known here."""
    return registry.memo(("validation codes", value_set), lambda known: _shown(known, value_set))


def _shown(registry: Registry, value_set: str) -> tuple[str, ...]:
    try:
        found = _terminology(registry).expand(value_set, Wanted(count=CODES_SHOWN_MAX + 1))
    except CordeeError:
        return ()
    codes = sorted({concept.code for concept in found.concepts})
    return tuple(codes) if len(codes) <= CODES_SHOWN_MAX else ()


def _terminology(registry: Registry) -> Terminology:
    return registry.memo("terminology", Terminology)
