"""What is searched while a request is read: the types, and the parameters they share."""

from collections.abc import Mapping

import msgspec

from cordee.fhir.search.catalogue import EVERY_RESOURCE, parameters_of
from cordee.fhir.search.parameters import SearchParameter


class Asked(msgspec.Struct, frozen=True):
    """The types a criterion is about. At system level `resource_type` is empty and `types` may name some.

    `depth` counts the references followed so far, `base_url` is our own address, or empty.
    """

    resource_type: str
    types: tuple[str, ...] = ()
    base_url: str = ""
    depth: int = 0

    @property
    def parameters(self) -> Mapping[str, SearchParameter]:
        """Return the parameters that hold for all the types searched."""
        if self.resource_type:
            return parameters_of(self.resource_type)
        return shared_parameters(self.types) if self.types else parameters_of(EVERY_RESOURCE)

    def below(self, resource_type: str) -> "Asked":
        """Return what is searched one reference further."""
        return Asked(resource_type, (), self.base_url, self.depth + 1)


def shared_parameters(types: tuple[str, ...]) -> dict[str, SearchParameter]:
    """Return the parameters all the types have under the same code and kind; each reads the rows of all."""
    tables = [parameters_of(one) for one in types]
    found: dict[str, SearchParameter] = {}
    for code, first in tables[0].items():
        others = [table.get(code) for table in tables]
        same = [one for one in others if one is not None and one.kind == first.kind and not one.components]
        if len(same) == len(tables):
            found[code] = _merged(first, same)
    return found


def _merged(first: SearchParameter, same: list[SearchParameter]) -> SearchParameter:
    is_open = any(not one.targets for one in same)
    return msgspec.structs.replace(
        first,
        resource_type="",
        sources=tuple(dict.fromkeys(source for one in same for source in one.sources)),
        targets=() if is_open else tuple(dict.fromkeys(target for one in same for target in one.targets)),
        is_restricted=all(one.is_restricted for one in same),
        holds_codes=all(one.holds_codes for one in same),
    )
