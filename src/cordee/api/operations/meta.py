"""`$meta`: the profiles, tags and labels of one resource. Source: https://hl7.org/fhir/R4/resource-operation-meta.html"""

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.operation import Operation, Out
from cordee.fhir.json_value import read_json


async def meta(call: Call, given: Arguments) -> Out:
    """Return the `meta` of the current version, as a read would give it."""
    stored = await call.door.read(call.type, call.id)
    return Out({"return": read_json(stored.content)["meta"]})


META = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/Resource-meta",
    handler=meta,
    levels=frozenset({"instance"}),
)
