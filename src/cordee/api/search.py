"""Search a type. Source: https://hl7.org/fhir/R4/http.html#search"""

from urllib.parse import parse_qsl

import msgspec

from cordee.api.bundles import EntryOut, bundle, entry_of, links
from cordee.api.call import Call, Interaction, Pairs, Reply
from cordee.api.errors import invalid_request
from cordee.api.negotiation import check_content_type
from cordee.fhir import encode, operation_outcome
from cordee.fhir.search import parse_query
from cordee.kernel.errors import Issue

PARAMETERS_MAX = 100
_NOT_SEARCH = {"_format", "_pretty"}


async def search(call: Call) -> Reply:
    """Return one page of matches and what they include.

    Parameters the server does not know are ignored and listed in an entry of mode `outcome`; with
    `Prefer: handling=strict` they are refused. `self` names what was applied, nothing else.
    """
    asked = [pair for pair in call.pairs if pair[0] not in _NOT_SEARCH]
    query = parse_query(call.type, asked, strict=call.preference("handling") == "strict")
    page = await call.door.search(query)
    applied = [pair for pair in asked if pair[0] not in query.unknown]
    entries = [entry_of(call, stored, "match") for stored in page.rows]
    entries += [entry_of(call, stored, "include") for stored in page.included]
    if query.unknown:
        entries.append(_ignored(query.unknown))
    content = bundle("searchset", entries, links(call, call.type, applied, page.cursor), total=page.total)
    return Reply(status=200, content=content)


async def search_form(call: Call) -> Reply:
    """Return the same page for parameters sent as a form, which keeps them out of addresses and their logs."""
    check_content_type(call.headers, is_form=True)
    return await search(msgspec.structs.replace(call, pairs=call.pairs + _form(await call.read_body())))


def _form(body: bytes) -> Pairs:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=PARAMETERS_MAX)
    except ValueError:
        raise invalid_request(
            f"Le formulaire n’est pas lisible (UTF-8, {PARAMETERS_MAX} champs au plus).",
            f"The form cannot be read (UTF-8, {PARAMETERS_MAX} fields at most).",
        ) from None


def _ignored(names: list[str]) -> EntryOut:
    issues = [
        Issue(
            message_fr=f"Paramètre ignoré : {name}.",
            message_en=f"Parameter ignored: {name}.",
            expression=f"http.{name}",
            code="not-supported",
            severity="warning",
        )
        for name in dict.fromkeys(names)
    ]
    return EntryOut(resource=msgspec.Raw(encode(operation_outcome(issues))), search={"mode": "outcome"})


SEARCH = Interaction(code="search-type", level="type", method="GET", path="/{type}", handler=search)
SEARCH_FORM = Interaction(
    code="search-type", level="type", method="POST", path="/{type}/_search", handler=search_form
)
