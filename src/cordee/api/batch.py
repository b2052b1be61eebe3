"""A batch: each entry on its own; one that fails costs no other."""

from cordee.api.answer_room import Room
from cordee.api.bundles import bundle
from cordee.api.call import Call, Reply
from cordee.api.entry import Answer, answer_entry, entry_out
from cordee.api.operations import answer_operation, is_operation
from cordee.fhir.bundle import Envelope, plan_alone
from cordee.kernel.errors import CordeeError


async def batch(call: Call, envelope: Envelope) -> Reply:
    """Answer each entry as the same request alone would be answered, in the order they came."""
    answers: list[Answer] = []
    room = Room()
    for index, entry in enumerate(envelope.entry):
        if (refusal := room.full) is not None:
            answers.append(refusal)
            continue
        if entry.request is not None and is_operation(entry.request.url):
            asked = entry.request
            answers.append(
                room.taken(await answer_operation(call, asked.method, asked.url, bytes(entry.resource)))
            )
            continue
        try:
            planned = plan_alone(index, entry)
        except CordeeError as error:
            answers.append(error)
        else:
            answers.append(room.taken(await answer_entry(call, planned)))
    return Reply(
        status=200, content=bundle("batch-response", [entry_out(call, answer) for answer in answers])
    )
