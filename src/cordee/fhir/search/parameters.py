"""What a search parameter is, and those of each resource type."""

from functools import cache

import msgspec

from cordee.fhir.search.kinds import CompositeScope, Kind
from cordee.fhir.search.numbers import Variant, param_number


class SearchParameter(msgspec.Struct, frozen=True, kw_only=True):
    """One searchable aspect of a resource type, from one or several SearchParameter definitions of the same code.

    `expressions` are alternatives, restricted to this type. Its index rows are those of `sources`, names of the
    parameters (itself, or others with the same expressions) that store them; a composite or a parameter kept by the
    store (`_id`, `_lastUpdated`) has none. When `is_restricted`, only rows of references to `targets` are its own.
    """

    resource_type: str
    code: str
    kind: Kind
    url: str = ""
    expressions: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    is_restricted: bool = False
    holds_codes: bool = False
    """Whether its elements are bare codes, whose system goes without saying."""
    sources: tuple[tuple[str, str], ...] = ()
    """Pairs of the type and code that name the rows, as `param_number` takes them."""
    components: tuple["SearchParameter", ...] = ()
    scopes: tuple[CompositeScope, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers its index rows carry."""
        return _numbers(self.sources, "")

    def numbers_of(self, variant: Variant) -> tuple[int, ...]:
        """Return the numbers of the extra rows that the modifier of that name reads."""
        return _numbers(self.sources, variant)


@cache  # a search asks for them some ten times
def _numbers(sources: tuple[tuple[str, str], ...], variant: Variant) -> tuple[int, ...]:
    return tuple(param_number(*source, variant) for source in sources)
