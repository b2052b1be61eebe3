"""A value set opened: whether a code belongs to it, in three values, without listing it where that is possible."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cordee.fhir.json_value import Json
from cordee.fhir.terminology.concept import Concept
from cordee.fhir.terminology.grammars import is_well_formed
from cordee.fhir.terminology.work import Work

_LIMITED = frozenset(("limitedExpansion",))
_UNCLOSED = frozenset(
    "http://hl7.org/fhir/StructureDefinition/" + name for name in ("valueset-unclosed", "valueset-toocostly")
)


class Published(NamedTuple):
    """An expansion that came with the value set; when not closed, other codes belong to it too."""

    concepts: tuple[Concept, ...]
    is_closed: bool


class Asked:
    """One question: whether a code belongs; no system means whichever. Each value set answers it once."""

    def __init__(self, system: str | None, code: str, work: Work) -> None:
        """Ask about a code, as part of some work."""
        self.system = system
        self.code = code
        self.work = work
        self.answers: dict[ValueSet, bool | None] = {}


class Part:
    """One `include` or `exclude`: codes of one system, and only those that are in every set named."""

    def __init__(
        self,
        system: str,
        concepts: dict[str, Concept] | None,
        imports: "tuple[ValueSet, ...]",
        *,
        is_closed: bool = True,
        fold: "Callable[[str], str | None] | None" = None,
    ) -> None:
        """Make a part; `concepts` is None when only `imports` say what belongs. Not closed: codes not listed may
        belong as well. `fold` finds the code as the system writes it."""
        self.system = system
        self.concepts = concepts
        self.imports = imports
        self.is_closed = is_closed
        self._fold = fold

    def answer(self, asked: Asked) -> bool | None:
        """Return whether a code belongs; raises TooMuchWorkError."""
        asked.work.spend(1 + len(self.imports))
        return all_of(self._tests(asked))

    def _tests(self, asked: Asked) -> Iterator[bool | None]:
        if self.concepts is not None:
            yield self._lists(asked.system, asked.code)
        for imported in self.imports:
            yield imported.answer(asked)

    def _lists(self, system: str | None, code: str) -> bool | None:
        assert self.concepts is not None
        if system is not None and system != self.system:
            return False
        if code in self.concepts or (self._fold is not None and self._fold(code) in self.concepts):
            return True
        return False if self.is_closed else is_well_formed(self.system, code)


class ValueSet:
    """What belongs to a value set."""

    def __init__(
        self,
        content: Json,
        includes: tuple[Part, ...],
        excludes: tuple[Part, ...],
        published: Published | None,
    ) -> None:
        """Put the parts together."""
        self.content = content
        self.includes = includes
        self.excludes = excludes
        self.published = published
        self._listed = {(found.system, found.code) for found in published.concepts} if published else set()
        self._listed_codes = {code for _, code in self._listed}

    def has(self, system: str | None, code: str, work: Work | None = None) -> bool | None:
        """Return whether a code belongs, or None when that depends on codes not known here; no system: whichever.

        Raises: TooMuchWorkError.
        """
        return self.answer(Asked(system, code, work or Work()))

    def answer(self, asked: Asked) -> bool | None:
        """Return what `has` does, from what was answered before where the question came by already."""
        if self not in asked.answers:
            answer = self._composed(asked)
            if answer is None and self.published is not None:
                answer = self._as_published(asked.system, asked.code)
            asked.answers[self] = answer
        return asked.answers[self]

    def _composed(self, asked: Asked) -> bool | None:
        if not self.includes:
            return None if self.published else False
        return all_of(self._sides(asked))

    def _sides(self, asked: Asked) -> Iterator[bool | None]:
        yield any_of(part.answer(asked) for part in self.includes)
        excluded = any_of(part.answer(asked) for part in self.excludes)
        yield None if excluded is None else not excluded

    def _as_published(self, system: str | None, code: str) -> bool | None:
        assert self.published is not None
        found = code in self._listed_codes if system is None else (system, code) in self._listed
        return True if found else (False if self.published.is_closed else None)


def published_of(content: Json) -> Published | None:
    """Return the expansion a ValueSet resource carries, hierarchy laid flat."""
    expansion = content.get("expansion")
    if expansion is None:
        return None
    concepts = tuple(_contained(expansion.get("contains", ())))
    is_limited = any(found.get("name") in _LIMITED for found in expansion.get("parameter", ()))
    is_unclosed = any(found.get("url") in _UNCLOSED for found in expansion.get("extension", ()))
    is_page = expansion.get("total", 0) > len(concepts) or expansion.get("offset", 0) > 0
    return Published(concepts, not (is_limited or is_unclosed or is_page))


def _contained(entries: Iterable[Json]) -> Iterator[Concept]:
    for entry in entries:
        if "code" in entry:
            yield Concept(
                system=entry.get("system", ""),
                code=entry["code"],
                display=entry.get("display", ""),
                designations=tuple(entry.get("designation", ())),
                is_abstract=entry.get("abstract", False),
                is_inactive=entry.get("inactive", False),
                version=entry.get("version", ""),
                extensions=tuple(entry.get("extension", ())),
            )
        yield from _contained(entry.get("contains", ()))


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Return False when one is, None when one is not known, else True."""
    is_known = True
    for answer in answers:
        if answer is False:
            return False
        is_known = is_known and answer is not None
    return True if is_known else None


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Return True when one is, None when one is not known, else False."""
    is_known = True
    for answer in answers:
        if answer:
            return True
        is_known = is_known and answer is not None
    return False if is_known else None
