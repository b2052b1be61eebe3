"""Create a resource. Source: https://hl7.org/fhir/R4/http.html#create"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.writing import sent_resource, written_reply
from cordee.kernel.errors import UnsupportedError
from cordee.kernel.ids import new_id


async def create(call: Call) -> Reply:
    """Store the resource under a new id and return 201; an id in the body is not kept, as the specification asks.

    `call.id` is the id given beforehand to an entry of a Bundle, empty otherwise.
    """
    if "if-none-exist" in call.headers:
        raise UnsupportedError(
            "La création conditionnelle (If-None-Exist) n’est pas encore proposée. Rien n’a été enregistré.",
            "Conditional create (If-None-Exist) is not offered yet. Nothing was stored.",
        )
    resource = await sent_resource(call)
    resource.id = call.id or new_id()
    async with call.door.writing() as unit:
        unit.create(resource)
    return await written_reply(call.door, unit.results[0])


CREATE = Interaction(
    code="create", level="type", method="POST", path="/{type}", handler=create, takes_json=True
)
