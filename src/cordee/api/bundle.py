"""Carry out a Bundle of type transaction or batch. Source: https://hl7.org/fhir/R4/http.html#transaction"""

from cordee.api.batch import batch
from cordee.api.call import Call, Interaction, Reply
from cordee.api.errors import invalid_request
from cordee.api.transaction import transaction
from cordee.fhir.bundle import read_envelope

ENTRIES_MAX = 10_000


async def carry_out(call: Call) -> Reply:
    """Return the response Bundle: entries in the order they came, all of a transaction stored or none.

    Any other type of Bundle is refused here; it can be stored at `/Bundle`.
    """
    envelope = read_envelope(await call.read_body())
    if len(envelope.entry) > ENTRIES_MAX:
        raise invalid_request(
            f"Un Bundle compte {ENTRIES_MAX} entrées au plus. Rien n’a été enregistré.",
            f"A Bundle has {ENTRIES_MAX} entries at most. Nothing was stored.",
            "Bundle.entry",
            "too-long",
        )
    match envelope.type:
        case "transaction":
            return await transaction(call, envelope)
        case "batch":
            return await batch(call, envelope)
    raise invalid_request(
        "Cette adresse attend un Bundle de type transaction ou batch.",
        "This address expects a Bundle of type transaction or batch.",
        "Bundle.type",
        "value",
    )


BUNDLE = Interaction(
    code="transaction",
    also=("batch",),
    level="system",
    method="POST",
    path="",
    handler=carry_out,
    takes_json=True,
)
