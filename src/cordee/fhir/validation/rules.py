"""What a profile adds to R4: a tree of rules, without anything the type already asks.

A rule is about every value of one element; slices have rules of their own.
"""

from typing import Any, NamedTuple

import msgspec

from cordee.fhir.validation.discriminators import Matcher
from cordee.fhir.validation.place import Name
from cordee.fhir.validation.shapes import Binding, Invariant

_UNSET_IS_NONE = (
    "max",
    "kinds",
    "fixed",
    "pattern",
    "binding",
    "length_max",
    "lowest",
    "highest",
    "slicing",
)
_UNSET_IS_FALSY = ("min", "invariants", "targets", "is_contained", "profiles", "children")


class Rule(msgspec.Struct, kw_only=True):
    """What one element of a profile must fulfil. Unset fields ask nothing.

    `kinds` are the types left of a choice; `profiles` those a value of a type must follow, one of each list.
    `inline` is the path of an element with elements of its own, which FHIRPath takes for its type.
    """

    stem: str
    names: tuple[Name, ...]
    source: str
    inline: str = ""
    min: int = 0
    max: int | None = None
    kinds: frozenset[str] | None = None
    fixed: Any = None
    pattern: Any = None
    binding: Binding | None = None
    invariants: tuple[Invariant, ...] = ()
    targets: tuple[str, ...] = ()
    is_contained: bool = False
    profiles: dict[str, tuple[str, ...]] = {}
    length_max: int | None = None
    lowest: Any = None
    highest: Any = None
    children: tuple["Rule", ...] = ()
    slicing: "Slicing | None" = None

    @property
    def is_empty(self) -> bool:
        """Return whether the rule asks nothing at all."""
        is_set = any(getattr(self, name) is not None for name in _UNSET_IS_NONE)
        return not is_set and not any(getattr(self, name) for name in _UNSET_IS_FALSY)


class Slice(NamedTuple):
    """One slice: how to tell its values, how many there may be, and what they must fulfil."""

    name: str
    min: int
    max: int | None
    matchers: tuple[Matcher, ...]
    rule: Rule


class Slicing(NamedTuple):
    """The slices of an element. When `is_decidable` is False, nobody can tell which value is in which slice."""

    slices: tuple[Slice, ...]
    rules: str
    is_ordered: bool
    is_decidable: bool


class Profile(NamedTuple):
    """A StructureDefinition compiled: `label` names it to people, `root` is about the whole value."""

    url: str
    label: str
    kind: str
    root: Rule
