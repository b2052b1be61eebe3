"""Turn required bindings into closed lists of codes, where the value set can be enumerated."""

from collections.abc import Iterator
from dataclasses import dataclass

from build_support.fhir.definitions import Json

CODES_MAX = 400


@dataclass(frozen=True)
class ClosedSet:
    """The codes a required binding allows, named after their value set."""

    name: str
    codes: tuple[tuple[str, str], ...]
    """Pairs of system and code."""

    @property
    def literals(self) -> tuple[str, ...]:
        """Return the codes alone, in the order of the expansion."""
        return tuple(dict.fromkeys(code for _, code in self.codes))


def closed_set(url: str, expansions: dict[str, Json]) -> ClosedSet | None:
    """Return the enumerable codes of a value set, or None when it is open, absent or above `CODES_MAX`.

    When an expansion was cut short (`total` above what it contains), it does not count as enumerable.
    """
    value_set = expansions.get(url.partition("|")[0])
    if value_set is None or "expansion" not in value_set:
        return None
    expansion = value_set["expansion"]
    codes = tuple(_codes(expansion.get("contains", [])))
    is_partial = expansion.get("total", 0) > len(codes)
    if not codes or is_partial or len(codes) > CODES_MAX:
        return None
    return ClosedSet(_class_name(value_set), codes)


def _codes(contains: list[Json]) -> Iterator[tuple[str, str]]:
    for entry in contains:
        if "code" in entry and not entry.get("abstract", False):
            yield entry.get("system", ""), entry["code"]
        yield from _codes(entry.get("contains", []))


def _class_name(value_set: Json) -> str:
    words = value_set["id"].replace(".", "-").replace("_", "-").split("-")
    return "".join(word[:1].upper() + word[1:] for word in words) + "Code"
