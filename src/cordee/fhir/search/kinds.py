"""The kinds of search parameter, and what a composite is made of. Source: https://hl7.org/fhir/R4/search.html#ptypes"""

from typing import Literal

import msgspec

Kind = Literal["number", "date", "string", "token", "reference", "composite", "quantity", "uri", "special"]


class CompositeScope(msgspec.Struct, frozen=True):
    """One place a composite parameter is evaluated at; a composite matches when any of its scopes does.

    `components` are pairs of a kind and the numbers its index rows carry. When `is_grouped`, all of them must match
    on rows of the resource with the same `part`; else each may match on any row of the resource.
    """

    is_grouped: bool
    components: tuple[tuple[Kind, tuple[int, ...]], ...]
