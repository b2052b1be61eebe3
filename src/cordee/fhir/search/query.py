"""A search request, parsed: what the store turns into SQL."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from cordee.fhir.search.parameters import SearchParameter

COUNT_DEFAULT = 50
COUNT_MAX = 500

Total = Literal["none", "estimate", "accurate"]
Summary = Literal["true", "text", "data", "count", "false"]


class FilterValue(msgspec.Struct, frozen=True, kw_only=True):
    """One accepted value of a filter.

    Token: `system` is None when not given, empty when explicitly none; `value` is empty for any code of the system.
    Reference: `value` is `Type/id`, an id, or an absolute address. Date: `prefix`, and the range the date means.
    String: the text as written; the store normalizes it. Missing: `true` or `false`. Number and quantity: `number` is
    the value, `low` and `high` the range its digits mean (end excluded), `unit` the code or unit, None for any;
    `base_*` the same in the UCUM base units. Composite: `values`, one for each component. Near: position and distance.
    """

    value: str = ""
    prefix: str | None = None
    system: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    number: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    base_number: Decimal | None = None
    base_low: Decimal | None = None
    base_high: Decimal | None = None
    base_code: str | None = None
    values: tuple["FilterValue", ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    distance_km: Decimal | None = None


class Filter(msgspec.Struct, frozen=True):
    """One criterion: any of its values matches.

    Modifiers left to the store: `missing`; string `exact contains`; token `not text of-type`; reference `identifier` or
    a resource type; uri `below`. The others were resolved into values.
    """

    parameter: SearchParameter
    modifier: str | None
    values: list[FilterValue]


class Chain(msgspec.Struct, frozen=True):
    """Resources whose reference leads to one that matches: for any (target type, criterion) of `branches`."""

    parameter: SearchParameter
    branches: tuple[tuple[str, "Criterion"], ...]


class Has(msgspec.Struct, frozen=True):
    """Resources that a resource of `source_type` refers to by `parameter`, when that one matches `criterion`."""

    source_type: str
    parameter: SearchParameter
    criterion: "Criterion"


class InCompartment(msgspec.Struct, frozen=True):
    """Resources of a compartment. `links` are, by type, the reference parameters that lead to its owner."""

    compartment: str
    id: str
    links: tuple[tuple[str, tuple[SearchParameter, ...]], ...] = ()


class InList(msgspec.Struct, frozen=True):
    """Resources that are entries, not removed, of a stored List."""

    list_id: str


class FullText(msgspec.Struct, frozen=True):
    """Resources whose narrative, or whole content, holds the words."""

    narrative_only: bool
    text: str


class Nothing(msgspec.Struct, frozen=True):
    """A criterion that nothing can match: never left out, since that would widen the search."""


Criterion = Filter | Chain | Has | InCompartment | InList | FullText | Nothing


class SortKey(msgspec.Struct, frozen=True):
    """One key of the order; resources without a value come last."""

    parameter: SearchParameter
    descending: bool


class Include(msgspec.Struct, frozen=True):
    """Resources to add to each page: those a match refers to, or, in reverse, those that refer to a match.

    `numbers` are those of the reference rows to follow, empty for every reference of `source_type` (`*`, or any type
    when that is `*` too). `target_types` are the types that count, empty for all. When `iterate`, also from resources
    that were included.
    """

    source_type: str
    code: str
    target_type: str | None = None
    is_reverse: bool = False
    iterate: bool = False
    numbers: tuple[int, ...] = ()
    target_types: tuple[str, ...] = ()


class Query(msgspec.Struct, kw_only=True):
    """A parsed search: every criterion must match. `count` is zero when only the total is wanted.

    At system level `resource_type` is empty, and `types` are those searched, empty for all.
    """

    resource_type: str
    types: tuple[str, ...] = ()
    criteria: list[Criterion] = msgspec.field(default_factory=list)
    sort: list[SortKey] = msgspec.field(default_factory=list)
    count: int = COUNT_DEFAULT
    cursor: str | None = None
    total: Total = "none"
    summary: Summary | None = None
    elements: tuple[str, ...] = ()
    includes: list[Include] = msgspec.field(default_factory=list)
    unknown: list[str] = msgspec.field(default_factory=list)
    """Names of the parameters that were ignored."""
    applied: list[tuple[str, str]] = msgspec.field(default_factory=list)
    """The pairs that were applied, as they came: what `self` says."""
