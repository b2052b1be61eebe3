"""Open code systems and value sets by address, each once as long as it is used.

Definitions in force are trusted with their cost; what is opened for a resource that somebody gave is counted.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import RLock

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.terminology.code_system import CodeSystem
from cordee.fhir.terminology.concept import Concept, concept_of
from cordee.fhir.terminology.errors import UnusableValueSetError
from cordee.fhir.terminology.filters import Test, filter_steps, filter_test
from cordee.fhir.terminology.value_set import Part, Published, ValueSet, published_of
from cordee.fhir.terminology.work import Work

CODE_SYSTEMS_OPEN_MAX = 48
VALUE_SETS_OPEN_MAX = 256
IMPORT_DEPTH_MAX = 12
PART_STEPS = 10  # of `Work`, to open one include or exclude, and for each value set it names
LISTED_STEPS = 4  # of `Work`, to read one code that a value set lists
_WITHOUT_CODES = frozenset(("not-present", "supplement"))


class Opened:
    """The code systems and value sets of a registry, and of resources given beside it."""

    def __init__(
        self, registry: Registry, beside: Iterable[Json] = (), in_force: "Opened | None" = None
    ) -> None:
        """Know a registry and some more ValueSet and CodeSystem resources; what the registry defines comes first.

        `in_force` has what the registry alone defines: its code systems are taken from there, and all that is
        opened here is counted.
        """
        self._registry = registry
        self._in_force = in_force
        self._beside = {(found["resourceType"], found.get("url", "")): found for found in beside}
        self.code_system = lru_cache(CODE_SYSTEMS_OPEN_MAX)(self._code_system)
        self._by_address = lru_cache(VALUE_SETS_OPEN_MAX)(self._value_set)
        self._opening: list[str] = []
        self._work = Work()
        self._lock = RLock()

    def content(self, resource_type: str, canonical: str) -> Json | None:
        """Return the resource at an address."""
        url, _, version = canonical.partition("|")
        found = self._registry.get(resource_type, canonical)
        beside = self._beside.get((resource_type, url))
        if found is None and beside is not None and version in ("", beside.get("version")):
            return beside
        return found

    def value_set(self, value_set: str | Json, work: Work) -> ValueSet | None:
        """Return a value set by address or from its resource, or None when nothing has that address.

        Raises: UnusableValueSetError when it refers to itself, or too deep; TooMuchWorkError.
        """
        with self._lock:
            self._work = work
            try:
                if isinstance(value_set, str):
                    return self._addressed(value_set)
                return work.once(("given", self, id(value_set)), lambda: self._opened(value_set))
            finally:
                self._work = Work()

    def _addressed(self, canonical: str) -> ValueSet | None:
        return self._work.once(("value set", self, canonical), lambda: self._by_address(canonical))

    def _spend(self, steps: int) -> None:
        if self._in_force is not None:
            self._work.spend(steps)

    def _code_system(self, canonical: str) -> CodeSystem | None:
        if self._in_force is not None and self._registry.get("CodeSystem", canonical) is not None:
            return self._in_force.code_system(canonical)
        content = self.content("CodeSystem", canonical)
        return None if content is None or content.get("content") in _WITHOUT_CODES else CodeSystem(content)

    def _value_set(self, canonical: str) -> ValueSet | None:
        content = self.content("ValueSet", canonical)
        return None if content is None else self._opened(content)

    def _opened(self, content: Json) -> ValueSet:
        url = content.get("url", "")
        if (url and url in self._opening) or len(self._opening) >= IMPORT_DEPTH_MAX:
            raise UnusableValueSetError(
                "il se contient lui-même, ou d’autres trop profondément.",
                "it contains itself, or others too deeply.",
            )
        self._opening.append(url)
        try:
            compose = content.get("compose", {})
            passes = _passing(compose.get("inactive"))
            includes = tuple(self._part(found, passes) for found in compose.get("include", ()))
            excludes = tuple(self._part(found, _anything) for found in compose.get("exclude", ()))
        finally:
            self._opening.pop()
        published = published_of(content)
        self._spend(1 + (len(published.concepts) if published else 0))
        return ValueSet(content, includes, excludes, published)

    def _part(self, include: Json, passes: Test) -> Part:
        self._spend(PART_STEPS * (1 + len(include.get("valueSet", ()))))
        imports = tuple(self._addressed(url) or _unknown(url) for url in include.get("valueSet", ()))
        url, version = include.get("system"), include.get("version", "")
        if url is None:
            return Part("", None, imports)
        address = f"{url}|{version}" if version else url
        system = self._work.once(("code system", self, address), lambda: self.code_system(address))
        if "concept" in include:
            self._spend(LISTED_STEPS * len(include["concept"]))
            return Part(url, _listed(include["concept"], url, version, system), imports, fold=_fold(system))
        if system is None:
            return Part(url, {}, imports, is_closed=False)
        filters = include.get("filter", ())
        self._spend(system.steps + sum(filter_steps(found, system) for found in filters))
        tests = [filter_test(found, system) for found in filters]
        if any(test is None for test in tests):
            return Part(url, {}, imports, is_closed=False)
        passed = {
            code: concept
            for code, concept in system.concepts.items()
            if passes(concept) and all(test(concept) for test in tests if test is not None)
        }
        return Part(url, passed, imports, is_closed=system.is_complete, fold=_fold(system))


def _passing(inactive: bool | None) -> Test:
    """Return which concepts of a system belong to a set that does not list them one by one.

    Abstract ones never do. Inactive ones do when the set says so; when it does not say, those withdrawn do not, as in
    the expansions HL7 publishes.
    """
    if inactive is None:
        return lambda concept: not concept.is_abstract and not concept.is_deprecated
    return lambda concept: not concept.is_abstract and (inactive or not concept.is_inactive)


def _anything(_concept: Concept) -> bool:
    return True


def _listed(
    concepts: Iterable[Json], url: str, version: str, system: CodeSystem | None
) -> dict[str, Concept]:
    listed: dict[str, Concept] = {}
    for found in concepts:
        if "code" not in found:
            continue
        known = system.get(found["code"]) if system else None
        concept = known or concept_of(found, url, version)
        if "display" in found or "designation" in found:
            concept = concept._replace(
                display=found.get("display", concept.display),
                designations=(*found.get("designation", ()), *(known.designations if known else ())),
            )
        if known and "extension" in found:
            concept = concept._replace(extensions=(*found["extension"], *known.extensions))
        listed[found["code"]] = concept
    return listed


def _fold(system: CodeSystem | None) -> Callable[[str], str | None] | None:
    if system is None or system.is_case_sensitive:
        return None

    def fold(code: str) -> str | None:
        found = system.get(code)
        return found.code if found else None

    return fold


def _unknown(url: str) -> ValueSet:
    """Return a value set of which nothing is known: any code may belong to it."""
    return ValueSet({"url": url}, (), (), Published((), is_closed=False))
