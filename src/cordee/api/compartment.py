"""Search in a compartment: what belongs to one person, encounter or device.

Source: https://hl7.org/fhir/R4/http.html#vsearch
"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.errors import UnknownAddressError, UnknownTypeError
from cordee.api.search import search_in, with_form
from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.search import COMPARTMENTS

EVERY_TYPE = "*"


async def search_compartment(call: Call) -> Reply:
    """Return one page of a search among the resources of one type (`*` for all) in the compartment of `call.id`.

    An owner who does not exist, or may not be seen, has nothing in it.
    """
    if call.type not in COMPARTMENTS:
        raise UnknownAddressError
    if call.inside != EVERY_TYPE and call.inside not in RESOURCE_TYPES:
        raise UnknownTypeError if call.inside[:1].isupper() else UnknownAddressError
    return await search_in(call, call.inside.removesuffix(EVERY_TYPE), (call.type, call.id))


async def search_compartment_form(call: Call) -> Reply:
    """Return the same page for parameters sent as a form."""
    return await search_compartment(await with_form(call))


SEARCH_COMPARTMENT = Interaction(
    code="search-type",
    level="type",
    method="GET",
    path="/{type}/{id}/{inside}",
    handler=search_compartment,
)
SEARCH_COMPARTMENT_FORM = Interaction(
    code="search-type",
    level="type",
    method="POST",
    path="/{type}/{id}/{inside}/_search",
    handler=search_compartment_form,
)
