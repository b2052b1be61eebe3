"""`Subscription/$status`: how deliveries stand, for whoever wrote the Subscription.

Source: https://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition-backport-subscription-status-r4.html
"""

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.operation import Operation, Out


async def status(call: Call, given: Arguments) -> Out:
    """Return the state, the number of events so far, and what became of them; NotFoundError for anybody else."""
    found = await call.door.standing(call.id)
    return Out(
        {
            "subscription": {"reference": f"{call.base}/Subscription/{found.id}"},
            "status": found.status,
            "type": "query-status",
            "events-since-subscription-start": str(found.last_number),
            "error": {"text": found.error} if found.error else None,
            "events-delivered": str(found.sent),
            "events-waiting": str(found.waiting),
            "events-withheld": str(found.withheld),
            "events-given-up": str(found.dead),
        }
    )


STATUS = Operation(
    canonical="https://cordee.example.org/OperationDefinition/subscription-status",
    handler=status,
    levels=frozenset({"instance"}),
)
