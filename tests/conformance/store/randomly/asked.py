"""A search as the tests say it: what the request's text is written from, and what the oracle judges by."""

from typing import NamedTuple, TypeAlias


class Plain(NamedTuple):
    """One parameter, its modifier (empty for none) and alternatives; the values hold nothing to be escaped."""

    code: str
    modifier: str
    values: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """Return the name and value of the request."""
        return f"{self.code}:{self.modifier}" if self.modifier else self.code, ",".join(self.values)


class Chain(NamedTuple):
    """Resources whose reference leads to a resource of a type for which `inner` holds."""

    code: str
    target: str
    inner: "Criterion"

    @property
    def pair(self) -> tuple[str, str]:
        """Return the name and value of the request."""
        name, value = self.inner.pair
        return f"{self.code}:{self.target}.{name}", value


class Has(NamedTuple):
    """Resources that a resource of a type, for which `inner` holds, refers to."""

    source: str
    code: str
    inner: "Criterion"

    @property
    def pair(self) -> tuple[str, str]:
        """Return the name and value of the request."""
        name, value = self.inner.pair
        return f"_has:{self.source}:{self.code}:{name}", value


Criterion: TypeAlias = Plain | Chain | Has


class Search(NamedTuple):
    """One search: every criterion must hold. `sort` are codes, `-` before those that descend."""

    resource_type: str
    criteria: tuple[Criterion, ...]
    sort: tuple[str, ...]
    count: int
    encounter: str = ""
    """The id of the Encounter whose compartment is searched."""
    includes: tuple[tuple[str, str], ...] = ()
    """Pairs of `_include` or `_revinclude` and `Type:parameter`."""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the request."""
        found = [one.pair for one in self.criteria]
        if self.sort:
            found.append(("_sort", ",".join(self.sort)))
        return [*found, *self.includes, ("_count", str(self.count)), ("_total", "accurate")]
