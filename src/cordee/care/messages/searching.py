"""Finding messages by their words, among all this actor may read."""

import msgspec

from cordee.access import Door
from cordee.care.messages.message import MESSAGE, Message, message_of
from cordee.care.people import FullName, full_name
from cordee.fhir import systems
from cordee.fhir.r4 import Communication
from cordee.fhir.search import parse_query
from cordee.store.addressees import thread_of

FOUND_MAX = 30


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A message that has the words, its conversation and whom it is about."""

    message: Message
    thread: str
    person: FullName | None


async def search_messages(door: Door, words: str) -> list[Found]:
    """Return the newest messages that have every word. Cost: two statements."""
    pairs = [
        ("_content", " ".join(words.split())),
        ("category", f"{systems.MESSAGE}|{MESSAGE}"),
        ("_sort", "-sent"),
        ("_count", str(FOUND_MAX)),
    ]
    rows = (await door.search(parse_query("Communication", pairs))).rows
    typed: list[Communication] = [row.resource for row in rows]
    subjects = {(one.subject.reference if one.subject else None) or "" for one in typed} - {""}
    people = await door.read_many(sorted(subjects))
    return [
        Found(
            message=message_of(one, subject.partition("/")[2]),
            thread=thread_of(one),
            person=full_name(people[subject].resource) if subject in people else None,
        )
        for one in typed
        if one.status != "entered-in-error"
        for subject in [(one.subject.reference if one.subject else None) or ""]
    ]
