"""Who is in a conversation about nobody: those it began with, who was added since, less who left or was removed.

Each change is a message of the conversation, so that everybody sees who reads: `changing_members`.
"""

from collections.abc import Iterable

import msgspec

from cordee.access import Door
from cordee.care.errors import CareError
from cordee.care.messages.message import Message, is_message, message_of
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import is_id

LOOKED_AT = 100  # newest messages that say who is in a conversation


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in a conversation, by reference, as its newest messages say. `topic` is its subject, if it has one.

    `is_begun` says that this actor began it.
    """

    thread: str
    people: dict[str, str]
    last_id: str
    topic: str
    is_mine: bool
    is_begun: bool = False


def members_in(messages: Iterable[Message]) -> dict[str, str]:
    """Return who is in a conversation after these messages, oldest first: whom they name, less who is gone since.

    A message that was being written to somebody while they left does not bring them back, nor does their own word. A
    word about it that was withdrawn counts for nothing. `store/conversations.py` decides alike of who may write.
    """
    people: dict[str, str] = {}
    gone: set[str] = set()
    for one in messages:
        counts = one.is_about_members and not one.is_withdrawn
        if counts:
            gone -= {*one.joined} - {one.sender}
            gone |= {*one.removed} & {*one.people}
        people |= {who: name for who, name in one.people.items() if who not in gone}
        if counts and one.is_leaving:
            gone.add(one.sender)
        people = {who: name for who, name in people.items() if who not in gone}
    return people


async def members_of(door: Door, thread: str) -> Members:
    """Return who is in a conversation about nobody; NotFoundError for any other, and when it is not this actor's.

    Cost: two statements.
    """
    if not is_id(thread):
        raise NotFoundError
    found = await door.letters.thread(thread, count=LOOKED_AT)
    if any(patient_id for _, patient_id in found.rows):
        raise NotFoundError
    said = [message_of(one.resource) for one, _ in found.rows if is_message(one.resource)]
    if not said:
        raise NotFoundError
    people = members_in(reversed(said))
    first = (await door.read_many([f"Communication/{thread}"])).get(f"Communication/{thread}")
    head = message_of(first.resource) if first is not None else None
    topic = head.topic if head is not None else ""
    return Members(
        thread=thread,
        people=people,
        last_id=said[0].id,
        topic=topic or next((one.topic for one in said if one.topic), ""),
        is_mine=any(who in door.actor.keys for who in people),
        is_begun=head is not None and head.sender in door.actor.keys,
    )


def left_error() -> CareError:
    """Return the refusal of who left a conversation, or was removed from it."""
    return CareError(
        "Vous n’êtes plus dans cette conversation. Rien n’est parti : demandez à l’un de ses membres de vous ajouter.",
        "You are not in this conversation any more. Nothing was sent: ask one of its members to add you.",
    )
