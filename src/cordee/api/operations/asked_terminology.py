"""Which value set or code system an operation is about: one sent, the one it was invoked on, or one by its address."""

from collections.abc import Iterator

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.errors import InvalidParametersError, wrong_parameter
from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.search import parse_query
from cordee.fhir.terminology import Terminology, terminology

BESIDE_MAX = 20
"""Stored resources one operation takes beside the definitions in force."""
ASKED_MAX = 100
"""Addresses one operation looks up among what is stored: each is a search."""


async def asked_value_set(call: Call, given: Arguments) -> tuple[Terminology, str | Json]:
    """Return the value set asked for, and the terminology that knows what it refers to.

    Definitions in force answer first; a ValueSet or CodeSystem that is stored, and that the caller may read, answers
    for an address they do not define.
    Raises: InvalidParametersError when none is named; NotFoundError.
    """
    sent = given.content("valueSet")
    url = _with_version(given.text("url"), given.text("valueSetVersion"))
    if call.id:
        sent = read_json((await call.door.read("ValueSet", call.id)).content)
    if sent is None and url is None:
        raise missing("url", "valueSet")
    beside = await _beside(call, [("ValueSet", url)] if sent is None and url else list(_referred(sent or {})))
    known = terminology().for_given(beside) if beside or sent is not None else terminology()
    return known, sent if sent is not None else str(url)


async def asked_code_system(
    call: Call, given: Arguments, url: str | None, *, sent: Json | None = None
) -> tuple[Terminology, str]:
    """Return the address of the code system asked for, and the terminology that knows it.

    Raises: InvalidParametersError when none is named; NotFoundError.
    """
    if call.id:
        sent = read_json((await call.door.read("CodeSystem", call.id)).content)
    if sent is not None:
        return terminology().for_given((sent,)), str(sent.get("url", ""))
    if not url:
        raise missing("url", "system", "coding")
    beside = await _beside(call, [("CodeSystem", url)])
    return (terminology().for_given(beside) if beside else terminology()), url


def missing(*names: str) -> InvalidParametersError:
    """Return the error of a call that gives none of these parameters."""
    listed = ", ".join(names)
    return wrong_parameter(
        "Parameters", f"Donnez l’un de ces paramètres : {listed}.", f"Give one of: {listed}.", "required"
    )


async def _beside(call: Call, wanted: list[tuple[str, str]]) -> list[Json]:
    """Return stored resources for addresses that no definition in force has, and those they refer to in turn."""
    found: dict[tuple[str, str], Json] = {}
    asked = set[tuple[str, str]]()
    waiting = list(wanted)
    while waiting and len(found) < BESIDE_MAX and len(asked) < ASKED_MAX:
        kind, url = waiting.pop()
        if (kind, url) in asked or registry().get(kind, url) is not None:
            continue
        asked.add((kind, url))
        stored = await _stored(call, kind, url)
        if stored is not None:
            found[kind, url] = stored
            waiting.extend(_referred(stored))
    return list(found.values())


async def _stored(call: Call, kind: str, canonical: str) -> Json | None:
    url, _, version = canonical.partition("|")
    pairs = [("url", url), ("_count", str(BESIDE_MAX))] + ([("version", version)] if version else [])
    query = parse_query(kind, [(name, _escaped(value)) for name, value in pairs])
    if query.unknown:
        return None
    page = await call.door.search(query)
    contents = (read_json(row.content) for row in page.rows)
    return next((content for content in contents if content.get("url") == url), None)


def _referred(value_set: Json) -> Iterator[tuple[str, str]]:
    compose = value_set.get("compose", {})
    for include in (*compose.get("include", ()), *compose.get("exclude", ())):
        if system := include.get("system"):
            yield "CodeSystem", _with_version(system, include.get("version")) or system
        yield from (("ValueSet", url) for url in include.get("valueSet", ()))


def _with_version(url: str | None, version: str | None) -> str | None:
    return f"{url}|{version}" if url and version and "|" not in url else url


def _escaped(text: str) -> str:
    for character in "\\,|$":
        text = text.replace(character, f"\\{character}")
    return text
