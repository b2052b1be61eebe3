"""A code system opened: its concepts by code, and their hierarchy however it was written down."""

from collections import deque
from collections.abc import Iterable, Mapping

from cordee.fhir.json_value import Json
from cordee.fhir.terminology.concept import Concept, concept_of, property_value
from cordee.fhir.terminology.errors import TooCostlyError

CONCEPTS_MAX = 200_000

_PARENT = "http://hl7.org/fhir/concept-properties#parent"
_CHILD = "http://hl7.org/fhir/concept-properties#child"


class CodeSystem:
    """What is known of a code system; when `is_complete`, a code that is not here does not exist."""

    def __init__(self, content: Json) -> None:
        """Open a CodeSystem resource.

        Raises: TooCostlyError above `CONCEPTS_MAX` concepts.
        """
        self.url: str = content.get("url", "")
        self.version: str = content.get("version", "")
        self.name: str = content.get("title") or content.get("name", "")
        self.is_complete = content.get("content") == "complete"
        self.is_case_sensitive = content.get("caseSensitive", True) is not False
        self.property_types: dict[str, str] = {
            found["code"]: found.get("type", "code")
            for found in content.get("property", ())
            if "code" in found
        }
        self.concepts = _flattened(content, self.url, self.version)
        self._folded = {} if self.is_case_sensitive else {code.casefold(): code for code in self.concepts}
        self._parents = _parents(content, self.concepts)
        self._children = _reversed(self._parents)
        self.steps = sum(1 + len(found.properties) for found in self.concepts.values())
        """What a look at all its concepts costs, in steps of `Work`."""

    def get(self, code: str) -> Concept | None:
        """Return the concept of a code, in any case of letters when the system does not mind."""
        return self.concepts.get(code) or self.concepts.get(self._folded.get(code.casefold(), ""))

    def parents(self, code: str) -> tuple[str, ...]:
        """Return the codes directly above."""
        return tuple(self._parents.get(code, ()))

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes directly below."""
        return tuple(self._children.get(code, ()))

    def descendants(self, code: str) -> frozenset[str]:
        """Return every code below, itself excluded; a hierarchy that goes round in circles ends."""
        return _reached(code, self._children)

    def ancestors(self, code: str) -> frozenset[str]:
        """Return every code above, itself excluded."""
        return _reached(code, self._parents)


def _flattened(content: Json, url: str, version: str) -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    waiting: deque[tuple[Json, tuple[str, ...]]] = deque((found, ()) for found in content.get("concept", ()))
    while waiting:
        found, parents = waiting.popleft()
        if "code" not in found:
            continue
        if len(concepts) >= CONCEPTS_MAX:
            raise TooCostlyError(CONCEPTS_MAX)
        concepts.setdefault(found["code"], concept_of(found, url, version, parents))
        waiting.extendleft((inner, (found["code"],)) for inner in reversed(found.get("concept", ())))
    return concepts


def _parents(content: Json, concepts: dict[str, Concept]) -> dict[str, dict[str, None]]:
    upward, downward = _hierarchy_properties(content)
    parents = {code: dict.fromkeys(found.parents) for code, found in concepts.items()}
    for code, found in concepts.items():
        for known in found.properties:
            other = property_value(known)
            if not isinstance(other, str) or other not in concepts:
                continue
            if known.get("code") in upward:
                parents[code][other] = None
            elif known.get("code") in downward:
                parents[other][code] = None
    return parents


def _hierarchy_properties(content: Json) -> tuple[frozenset[str], frozenset[str]]:
    listed = content.get("property", ())
    upward = {found.get("code", "") for found in listed if found.get("uri") == _PARENT}
    downward = {found.get("code", "") for found in listed if found.get("uri") == _CHILD}
    return frozenset(upward | {"parent", "subsumedBy"}), frozenset(downward | {"child"})


def _reversed(parents: dict[str, dict[str, None]]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for code, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(code)
    return children


def _reached(code: str, steps: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting: Iterable[str] = steps.get(code, ())
    while waiting:
        fresh = dict.fromkeys(other for other in waiting if other not in found)
        found.update(fresh)
        waiting = [other for one in fresh for other in steps.get(one, ())]
    return frozenset(found - {code})
