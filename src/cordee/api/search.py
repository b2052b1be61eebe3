"""Search a type, or the whole server. Source: https://hl7.org/fhir/R4/http.html#search"""

from urllib.parse import parse_qsl

import msgspec

from cordee.api.call import Call, Interaction, Pairs, Reply
from cordee.api.errors import invalid_request
from cordee.api.negotiation import check_content_type
from cordee.api.searchset import searchset
from cordee.fhir.search import parse_query

PARAMETERS_MAX = 100
QUERY_MAX_CHARS = 64 * 1024

_NOT_SEARCH = frozenset({"_format", "_pretty"})


async def search(call: Call) -> Reply:
    """Return one page of matches and what they include, of one type, or of any when the address names none.

    Parameters the server does not know are ignored and listed in an entry of mode `outcome`; with
    `Prefer: handling=strict` they are refused. `self` names what was applied, nothing else.
    """
    return await search_in(call, call.type, None)


async def search_form(call: Call) -> Reply:
    """Return the same page for parameters sent as a form, which keeps them out of addresses and their logs."""
    return await search(await with_form(call))


async def search_in(call: Call, type_: str, compartment: tuple[str, str] | None) -> Reply:
    """Return one page of a search, in somebody's compartment when one is given."""
    asked = [pair for pair in call.pairs if pair[0] not in _NOT_SEARCH]
    _check_size(asked)
    query = parse_query(
        type_,
        asked,
        strict=call.preference("handling") == "strict",
        base_url=call.base,
        compartment=compartment,
    )
    path = "/".join((*(compartment or ()), type_ or ("*" if compartment else "")))
    return Reply(status=200, content=searchset(call, path, query, await call.door.search(query)))


async def with_form(call: Call) -> Call:
    """Return the call with the pairs of its form after those of its address."""
    check_content_type(call.headers, is_form=True)
    return msgspec.structs.replace(call, pairs=call.pairs + _form(await call.read_body()))


def _form(body: bytes) -> Pairs:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=PARAMETERS_MAX)
    except ValueError:
        raise invalid_request(
            f"Le formulaire n’est pas lisible (UTF-8, {PARAMETERS_MAX} champs au plus).",
            f"The form cannot be read (UTF-8, {PARAMETERS_MAX} fields at most).",
        ) from None


def _check_size(pairs: Pairs) -> None:
    if len(pairs) > PARAMETERS_MAX or sum(len(name) + len(value) for name, value in pairs) > QUERY_MAX_CHARS:
        raise invalid_request(
            f"La recherche est trop longue ({PARAMETERS_MAX} paramètres, {QUERY_MAX_CHARS} caractères au plus).",
            f"The search is too long (at most {PARAMETERS_MAX} parameters, {QUERY_MAX_CHARS} characters).",
            code="too-long",
        )


SEARCH = Interaction(code="search-type", level="type", method="GET", path="/{type}", handler=search)
SEARCH_FORM = Interaction(
    code="search-type", level="type", method="POST", path="/{type}/_search", handler=search_form
)
SEARCH_SYSTEM = Interaction(code="search-system", level="system", method="GET", path="", handler=search)
SEARCH_SYSTEM_FORM = Interaction(
    code="search-system", level="system", method="POST", path="/_search", handler=search_form
)
