"""A search request, parsed: what the store turns into SQL."""

from datetime import datetime

import msgspec

from cordee.fhir.search.curated.parameters import SearchParameter

COUNT_DEFAULT = 50
COUNT_MAX = 500


class FilterValue(msgspec.Struct, frozen=True, kw_only=True):
    """One accepted value of a filter.

    Token: `system` is None when not given, empty when explicitly none; `value` is empty for any code of the system.
    Reference: `value` is `Type/id`, an id, or an absolute address. Date: `prefix`, and the range the date means.
    """

    value: str
    prefix: str | None = None
    system: str | None = None
    start: datetime | None = None
    end: datetime | None = None


class Filter(msgspec.Struct, frozen=True):
    """One criterion: any of its values matches. The modifier of a reference may be the type of its target."""

    parameter: SearchParameter
    modifier: str | None
    values: list[FilterValue]


class Include(msgspec.Struct, frozen=True):
    """Resources to add to each page: those a match refers to, or, in reverse, those that refer to a match."""

    source_type: str
    code: str
    target_type: str | None = None
    is_reverse: bool = False


class Query(msgspec.Struct, kw_only=True):
    """A parsed search: every filter must match. `count` is zero when only the total is wanted."""

    resource_type: str
    filters: list[Filter] = msgspec.field(default_factory=list)
    sort: list[tuple[str, bool]] = msgspec.field(default_factory=list)
    """Pairs of parameter code and whether it descends."""
    count: int = COUNT_DEFAULT
    cursor: str | None = None
    total: bool = False
    includes: list[Include] = msgspec.field(default_factory=list)
    unknown: list[str] = msgspec.field(default_factory=list)
    """Names of the parameters that were ignored."""
