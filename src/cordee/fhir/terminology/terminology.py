"""Answers about codes, from the definitions in force: what belongs, what a code means, what stands above what."""

from collections.abc import Iterable
from typing import NamedTuple

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.normalized import normalize
from cordee.fhir.terminology.code_system import CodeSystem
from cordee.fhir.terminology.concept import Concept
from cordee.fhir.terminology.errors import (
    CannotTellError,
    UnknownCodeError,
    UnknownCodeSystemError,
    UnknownValueSetError,
)
from cordee.fhir.terminology.expansion import Expansion, Wanted, expansion_of
from cordee.fhir.terminology.grammars import is_well_formed
from cordee.fhir.terminology.opening import Opened
from cordee.fhir.terminology.value_set import ValueSet
from cordee.fhir.terminology.work import Work


class Validation(NamedTuple):
    """Whether a code is right; `display` is how its system calls it, when that is known."""

    is_valid: bool
    display: str = ""
    message_fr: str = ""
    message_en: str = ""


class Terminology:
    """The terminology of one registry, and of resources given beside it."""

    def __init__(
        self, registry: Registry, beside: Iterable[Json] = (), in_force: Opened | None = None
    ) -> None:
        """Answer from a registry; `beside` are further ValueSet and CodeSystem resources, found by their address."""
        self._registry = registry
        self._opened = Opened(registry, beside, in_force)

    def for_given(self, beside: Iterable[Json] = ()) -> "Terminology":
        """Return the same terminology for what somebody gave, with further resources: opening it is counted.

        It shares the code systems in force, and holds up nobody who asks the definitions in force.
        """
        return Terminology(self._registry, beside, self._opened)

    def value_set(self, value_set: str | Json, work: Work | None = None) -> ValueSet:
        """Return a value set, given by its address or as a resource.

        Raises: UnknownValueSetError, UnusableValueSetError, TooMuchWorkError.
        """
        found = self._opened.value_set(value_set, work or Work())
        if found is None:
            raise UnknownValueSetError(str(value_set))
        return found

    def code_system(self, canonical: str) -> CodeSystem:
        """Return a code system; raises UnknownCodeSystemError when its codes are not known here."""
        found = self._opened.code_system(canonical)
        if found is None:
            raise UnknownCodeSystemError(canonical)
        return found

    def expand(
        self,
        value_set: str | Json,
        wanted: Wanted = Wanted(),  # noqa: B008  immutable
        work: Work | None = None,
    ) -> Expansion:
        """Return one page of the codes of a value set; `work` is what it may cost, together with others.

        Raises: UnknownValueSetError, CannotTellError, TooCostlyError, TooMuchWorkError, UnusableValueSetError.
        """
        work = work or Work()
        return expansion_of(self.value_set(value_set, work), wanted, work)

    def is_member(self, value_set: str | Json, system: str | None, code: str) -> bool | None:
        """Return whether a code belongs to a value set; None when that depends on codes not known here.

        No system asks whether the code belongs whatever its system, as for elements of type `code`. A value set
        that is not known at all answers None too.
        """
        work = Work()
        found = self._opened.value_set(value_set, work)
        return None if found is None else found.has(system, code, work)

    def lookup(self, system: str, code: str, version: str | None = None) -> Concept:
        """Return the concept of a code.

        Raises: UnknownCodeSystemError; UnknownCodeError, also when only a part of the system is known.
        """
        found = self.code_system(f"{system}|{version}" if version else system)
        concept = found.get(code)
        if concept is None:
            raise UnknownCodeError(system, code, is_complete=found.is_complete)
        return concept

    def descendants(self, system: str, code: str) -> frozenset[str] | None:
        """Return every code below another, itself excluded; None when the system or the code is not known here."""
        found = self._opened.code_system(system)
        concept = found.get(code) if found else None
        return found.descendants(concept.code) if found and concept else None

    def ancestors(self, system: str, code: str) -> frozenset[str] | None:
        """Return every code above another, itself excluded; None when the system or the code is not known here."""
        found = self._opened.code_system(system)
        concept = found.get(code) if found else None
        return found.ancestors(concept.code) if found and concept else None

    def subsumes(self, system: str, first: str, second: str, version: str | None = None) -> str:
        """Return `equivalent`, `subsumes`, `subsumed-by` or `not-subsumed`.

        Raises: UnknownCodeSystemError, UnknownCodeError.
        """
        one = self.lookup(system, first, version).code
        other = self.lookup(system, second, version).code
        found = self.code_system(f"{system}|{version}" if version else system)
        if one == other:
            return "equivalent"
        if other in found.descendants(one):
            return "subsumes"
        return "subsumed-by" if one in found.descendants(other) else "not-subsumed"

    def validate_in_system(
        self, system: str, code: str, display: str | None = None, version: str | None = None
    ) -> Validation:
        """Return whether a code exists in a system, and is called so.

        Raises: CannotTellError when the system is not known, or only in part and without this code.
        """
        found = self._opened.code_system(f"{system}|{version}" if version else system)
        concept = found.get(code) if found else None
        if concept is not None:
            return _checked_display(concept, display)
        if (found is not None and found.is_complete) or is_well_formed(system, code) is False:
            error = UnknownCodeError(system, code)
            return Validation(False, "", error.message_fr, error.message_en)
        if is_well_formed(system, code):
            return Validation(True)
        raise CannotTellError((system,))

    def validate_in_set(
        self,
        value_set: str | Json,
        system: str | None,
        code: str,
        display: str | None = None,
        work: Work | None = None,
    ) -> Validation:
        """Return whether a code belongs to a value set, and is called so; `work` as for `expand`.

        Raises: UnknownValueSetError; CannotTellError when that depends on codes not known here; TooMuchWorkError.
        """
        work = work or Work()
        found = self.value_set(value_set, work)
        belongs = found.has(system, code, work)
        if belongs is None:
            raise CannotTellError((system or found.content.get("url", ""),))
        if not belongs:
            named = f"{system}|{code}" if system else code
            return Validation(
                False,
                "",
                f"Le code {named} n’appartient pas à {found.content.get('url', 'ce jeu de valeurs')}.",
                f"The code {named} is not in {found.content.get('url', 'this value set')}.",
            )
        concept = self._concept_in(found, system, code)
        return _checked_display(concept, display) if concept else Validation(True)

    def _concept_in(self, value_set: ValueSet, system: str | None, code: str) -> Concept | None:
        listed = [
            part.concepts[code] for part in value_set.includes if part.concepts and code in part.concepts
        ]
        published = value_set.published.concepts if value_set.published else ()
        for concept in (*listed, *published):
            if concept.code == code and system in (None, concept.system) and concept.display:
                return concept
        known = self._opened.code_system(system) if system else None
        return known.get(code) if known else None


def _checked_display(concept: Concept, display: str | None) -> Validation:
    """Return whether a display is one of the concept's; accents, case and punctuation do not count."""
    names = [concept.display, *(str(found.get("value", "")) for found in concept.designations)]
    if not display or not any(names) or normalize(display) in {normalize(name) for name in names if name}:
        return Validation(True, concept.display)
    return Validation(
        False,
        concept.display,
        f"Le code {concept.code} ne se dit pas ainsi ; son libellé est « {concept.display} ».",
        f'The code {concept.code} is not called so; its display is "{concept.display}".',
    )
