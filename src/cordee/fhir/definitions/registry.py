"""All definitions in force together: base R4 and the installed guides, asked by canonical address."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from threading import RLock
from typing import TypeVar, cast

from cordee.fhir.definitions.artefact import Artefact, Entry, PackageId
from cordee.fhir.definitions.versions import version_rank
from cordee.fhir.json_value import Json

DECODED_BYTES_MAX = 2 * 1024 * 1024
"""Definitions kept decoded, counted by the JSON they come from; as Python objects they take about eight times that."""

T = TypeVar("T")
_Place = tuple[Artefact, Entry]
_BASE_STANDS = frozenset(
    ("StructureDefinition", "SearchParameter", "OperationDefinition", "CompartmentDefinition")
)


class Registry:
    """Base R4 and installed packages; immutable, so that whatever was derived from it stays true.

    What it hands out is shared: read it, never change it.
    """

    def __init__(self, base: Artefact, packages: tuple[Artefact, ...] = ()) -> None:
        """Put definitions together.

        When two artefacts hold the same address in the same version, the first stands: a guide never replaces
        what base R4 or an earlier guide says.
        """
        self.base = base
        self.artefacts = (base, *packages)
        self.packages: tuple[PackageId, ...] = tuple(found.package for found in packages)
        self._exact: dict[tuple[str, str, str], _Place] = {}
        self._newest: dict[tuple[str, str], _Place] = {}
        self._types = {
            entry.describes: entry for entry in base.entries["StructureDefinition"] if entry.describes
        }
        for artefact in self.artefacts:
            self._add(artefact)
        self._decoded: OrderedDict[tuple[int, Entry], Json] = OrderedDict()
        self._decoded_bytes = 0
        self._memo: dict[Hashable, object] = {}
        self._lock = RLock()

    def get(self, resource_type: str, canonical: str) -> Json | None:
        """Return the definition at `url` or `url|version`, or None when nothing in force has that address.

        Without version: the newest. A profile, search parameter or operation of base R4 is never superseded
        by a guide that way.
        """
        url, _, version = canonical.partition("|")
        url = url.partition("#")[0]
        place = (
            self._exact.get((resource_type, url, version))
            if version
            else self._newest.get((resource_type, url))
        )
        return self._read(place) if place else None

    def all(self, resource_type: str) -> Iterator[Json]:
        """Yield every definition of a type, base R4 first, then packages in order; not kept decoded."""
        for artefact, entry in self.places(resource_type):
            yield artefact.read(entry)

    def places(self, resource_type: str) -> Iterator[_Place]:
        """Yield where each definition of a type lies, in the order of `all`, without opening it."""
        for artefact in self.artefacts:
            for entry in artefact.entries.get(resource_type, ()):
                if self._exact[resource_type, entry.url, entry.version][0] is artefact:
                    yield artefact, entry

    def type_structure(self, name: str) -> Json | None:
        """Return base R4's StructureDefinition of a resource, datatype or primitive, or None."""
        entry = self._types.get(name)
        return self._read((self.base, entry)) if entry else None

    def memo(self, key: Hashable, make: "Callable[[Registry], T]") -> T:
        """Return what `make` derives from this registry, computed once and kept as long as the registry.

        Two threads never compute at the same time; `make` may ask for other memos.
        """
        try:
            return cast(T, self._memo[key])
        except KeyError:
            with self._lock:
                if key not in self._memo:
                    self._memo[key] = make(self)
                return cast(T, self._memo[key])

    def _add(self, artefact: Artefact) -> None:
        for kind, entries in artefact.entries.items():
            for entry in entries:
                place = (artefact, entry)
                if self._exact.setdefault((kind, entry.url, entry.version), place) is place:
                    self._prefer(kind, place)

    def _prefer(self, kind: str, place: _Place) -> None:
        known = self._newest.setdefault((kind, place[1].url), place)
        if known[0] is self.base and kind in _BASE_STANDS:
            return
        if version_rank(place[1].version) > version_rank(known[1].version):
            self._newest[kind, place[1].url] = place

    def _read(self, place: _Place) -> Json:
        artefact, entry = place
        key = (id(artefact), entry)
        with self._lock:
            found = self._decoded.get(key)
            if found is None:
                found = self._decoded[key] = artefact.read(entry)
                self._decoded_bytes += entry.length
                while self._decoded_bytes > DECODED_BYTES_MAX and len(self._decoded) > 1:
                    (_, dropped), _ = self._decoded.popitem(last=False)
                    self._decoded_bytes -= dropped.length
            else:
                self._decoded.move_to_end(key)
            return found
