"""`ValueSet/$expand`: the codes of a value set.

Source: https://hl7.org/fhir/R4/valueset-operation-expand.html
"""

import asyncio
from collections.abc import Iterator
from typing import Any

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.asked_terminology import asked_value_set
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.operation import Operation, Out
from cordee.fhir.json_value import Json
from cordee.fhir.terminology import Concept, Expansion, Wanted
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id

_DEFINITION = frozenset(("compose", "expansion"))
_ECHOED = {
    "filter": "String",
    "offset": "Integer",
    "count": "Integer",
    "activeOnly": "Boolean",
    "displayLanguage": "Code",
}


async def expand(call: Call, given: Arguments) -> Out:
    """Return the value set with a flat expansion, in the order of its code systems; `offset` and `count` page it.

    Refused when some of its codes are not known here, naming their system, rather than answered in part.
    Cost: a thread of its own, at most the steps of one `Work`.
    """
    known, value_set = await asked_value_set(call, given)
    offset, count = _natural(given, "offset"), _natural(given, "count")
    wanted = Wanted(given.text("filter") or "", offset or 0, count, given.flag("activeOnly"))
    return Out({"return": _answer(await asyncio.to_thread(known.expand, value_set, wanted), given)})


def _natural(given: Arguments, name: str) -> int | None:
    number = given.number(name)
    if number is not None and number < 0:
        raise wrong_parameter(name, "Ce nombre n’est pas négatif.", "This number is not negative.", "value")
    return None if number is None else int(number)


def _answer(found: Expansion, given: Arguments) -> Json:
    kept = {name: value for name, value in found.value_set.items() if name not in _DEFINITION}
    if given.flag("includeDefinition") and "compose" in found.value_set:
        kept["compose"] = found.value_set["compose"]
    expansion: Json = {
        "identifier": f"urn:uuid:{new_id()}",
        "timestamp": now().isoformat(),
        "total": found.total,
        "offset": found.offset,
        "parameter": [*_echoed(given), *({"name": "version", "valueUri": one} for one in found.versions)],
        "contains": [_contained(concept, given) for concept in found.concepts],
    }
    said = {name: value for name, value in expansion.items() if value != []}
    return {"resourceType": "ValueSet", "status": "active", **kept, "expansion": said}


def _echoed(given: Arguments) -> Iterator[Json]:
    for name, type_ in _ECHOED.items():
        value = given.one(name)
        if value is not None:
            yield {"name": name, f"value{type_}": value}


def _contained(concept: Concept, given: Arguments) -> Json:
    described: dict[str, Any] = {
        "system": concept.system,
        "abstract": concept.is_abstract or None,
        "inactive": concept.is_inactive or None,
        "version": concept.version,
        "code": concept.code,
        "display": concept.display_in(given.text("displayLanguage")),
        "designation": list(concept.designations) if given.flag("includeDesignations") else None,
    }
    return {name: value for name, value in described.items() if value}


EXPAND = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/ValueSet-expand",
    handler=expand,
    not_done=frozenset(
        "context contextDirection date designation exclude-system system-version check-system-version "
        "force-system-version".split()
    ),
)
