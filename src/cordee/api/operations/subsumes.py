"""`CodeSystem/$subsumes`: which of two codes stands above the other.

Source: https://hl7.org/fhir/R4/codesystem-operation-subsumes.html
"""

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.asked_terminology import asked_code_system, missing
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.operation import Operation, Out


async def subsumes(call: Call, given: Arguments) -> Out:
    """Return `equivalent`, `subsumes`, `subsumed-by` or `not-subsumed`; refused with 404 when a code is not known."""
    first, second = given.content("codingA") or {}, given.content("codingB") or {}
    one, other = given.text("codeA") or first.get("code"), given.text("codeB") or second.get("code")
    if not one or not other:
        raise missing("codeA + codeB", "codingA + codingB")
    systems = {found for found in (given.text("system"), first.get("system"), second.get("system")) if found}
    if len(systems) > 1:
        raise wrong_parameter(
            "codingB",
            "Les deux codes sont d’un même système.",
            "Both codes are of one system.",
        )
    version = given.text("version")
    system = next(iter(systems), None)
    known, url = await asked_code_system(call, given, f"{system}|{version}" if system and version else system)
    return Out({"outcome": known.subsumes(url, one, other)})


SUBSUMES = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/CodeSystem-subsumes", handler=subsumes
)
