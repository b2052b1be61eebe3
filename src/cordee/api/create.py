"""Create a resource. Source: https://hl7.org/fhir/R4/http.html#create"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.conditional_create import create_unless_matched
from cordee.api.writing import sent_resource, written_reply
from cordee.kernel.ids import new_id


async def create(call: Call) -> Reply:
    """Store the resource under a new id and return 201; an id in the body is not kept, as the specification asks.

    `call.id` is the id given beforehand to an entry of a Bundle, empty otherwise. With `If-None-Exist`, see
    `conditional_create`.
    """
    resource = await sent_resource(call)
    resource.id = call.id or new_id()
    if "if-none-exist" in call.headers:
        return await create_unless_matched(call, resource)
    async with call.door.writing() as unit:
        unit.create(resource, is_decoded=True)
    return written_reply(unit.results[0])


CREATE = Interaction(
    code="create", level="type", method="POST", path="/{type}", handler=create, takes_json=True
)
