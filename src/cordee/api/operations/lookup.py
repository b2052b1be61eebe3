"""`CodeSystem/$lookup`: what a code means. Source: https://hl7.org/fhir/R4/codesystem-operation-lookup.html"""

from collections.abc import Iterator
from typing import Any

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.asked_terminology import asked_code_system, missing
from cordee.api.operations.operation import Operation, Out, Typed
from cordee.fhir.json_value import Json
from cordee.fhir.terminology import Concept

_VALUE = "value"
_ALWAYS = frozenset(("*",))


async def lookup(call: Call, given: Arguments) -> Out:
    """Return the display, designations and properties of a code: all of them, or those named by `property`.

    Refused with 404 when the code system is not known here, or does not have the code.
    """
    coding = given.content("coding") or {}
    code, system = given.text("code") or coding.get("code"), given.text("system") or coding.get("system")
    if not code or not system:
        raise missing("code + system", "coding")
    version = given.text("version") or coding.get("version")
    known, url = await asked_code_system(call, given, f"{system}|{version}" if version else system)
    concept = known.lookup(url, code)
    found = known.code_system(url)
    wanted = frozenset(given.many("property")) or _ALWAYS
    hierarchy = [("parent", one) for one in found.parents(concept.code)]
    hierarchy += [("child", one) for one in found.children(concept.code)]
    return Out(
        {
            "name": found.name or found.url,
            "version": found.version or None,
            "display": concept.display_in(given.text("displayLanguage")) or concept.code,
            "designation": [_designation(one) for one in concept.designations]
            if wanted & {"*", "designation"}
            else [],
            "property": [one for one in _properties(concept, hierarchy) if wanted & {"*", one["code"]}],
        }
    )


def _designation(content: Json) -> Json:
    return {name: content[name] for name in ("language", "use", "value") if name in content}


def _properties(concept: Concept, hierarchy: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    if concept.definition:
        yield {"code": "definition", "value": Typed("string", concept.definition)}
    if concept.is_inactive:
        yield {"code": "inactive", "value": Typed("boolean", True)}
    for name, code in hierarchy:
        yield {"code": name, "value": Typed("code", code)}
    for found in concept.properties:
        key = next((name for name in found if name.startswith(_VALUE)), None)
        if key is not None and (found["code"], found[key]) not in hierarchy:
            type_ = key.removeprefix(_VALUE)
            primitive = type_ if type_ == "Coding" else type_[:1].lower() + type_[1:]
            yield {"code": found["code"], "value": Typed(primitive, found[key])}


LOOKUP = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup",
    handler=lookup,
    not_done=frozenset(("date",)),
)
