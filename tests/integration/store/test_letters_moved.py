"""A letter put into a record stays there, deleted or not: it would come out with its file for whom others choose."""

import msgspec
import pytest

from cordee.access import Door
from cordee.access.policy import policy_of
from cordee.fhir.r4 import Communication, CommunicationPayload, Reference
from cordee.store import Repository, system_asker
from cordee.store.errors import MessageOfRecordError, NotItsAuthorError
from tests.integration.care.village import COORDINATOR, GP, JEANNE, NURSE, SOCIAL, actor, door
from tests.integration.store.test_letter_files import WAYS, file, joining, send, store, ways_to
from tests.integration.store.test_letters import letter

__all__ = ["store"]
SYSTEM = system_asker("test")


def corrector(store: Repository, who: str) -> Door:
    """Return the door of somebody the territory lets correct what others wrote."""
    found = actor(who)
    return Door(store, msgspec.structs.replace(policy_of(found, "care"), corrects_others=True), found)


def in_record() -> Communication:
    one = joining(letter(GP, NURSE), "file")
    one.subject = Reference(reference=f"Patient/{JEANNE}")
    return one


@pytest.mark.parametrize("by", [GP, "system"])
@pytest.mark.parametrize("is_deleted", [False, True])
async def test_letter_put_into_a_record_never_comes_out_again(
    store: Repository, *, by: str, is_deleted: bool
) -> None:
    sent = (file("file", "Communication/letter"), joining(letter(GP, NURSE), "file"))
    async with store.writing(SYSTEM) if by == "system" else door(store, GP).writing() as unit:
        for each in sent:
            unit.create(each)
    assert await ways_to(door(store, NURSE)) == WAYS
    async with door(store, GP).writing() as unit:
        unit.update(in_record())
    if is_deleted:
        async with door(store, GP).writing() as unit:
            unit.delete("Communication", "letter")

    for who in (GP, SOCIAL, COORDINATOR):
        for opened in (corrector(store, who), *([door(store, who)] if who == GP or is_deleted else [])):
            for sender in {GP, who}:
                with pytest.raises((MessageOfRecordError, NotItsAuthorError)):
                    async with opened.writing() as unit:
                        unit.put(letter(sender, who, SOCIAL))
                assert await ways_to(door(store, who)) == set()
    with pytest.raises(MessageOfRecordError):
        async with door(store, GP).writing() as unit:
            unit.put(joining(letter(GP, NURSE), "file"))
    async with door(store, GP).writing() as unit:  # in the record, it is changed and written again as before
        unit.put(in_record())

    async with store.writing(SYSTEM) as unit:  # the platform alone takes it out
        unit.put(joining(letter(GP, NURSE), "file"))
    assert await ways_to(door(store, NURSE)) == WAYS


async def test_who_corrects_others_changes_no_letter_written_to_them(store: Repository) -> None:
    await send(door(store, GP), letter(GP, NURSE), file("file", "Communication/letter"))
    nurse = corrector(store, NURSE)
    for sender in (GP, NURSE):
        with pytest.raises(NotItsAuthorError):
            async with nurse.writing() as unit:
                unit.update(joining(letter(sender, NURSE, SOCIAL), "file"))
    with pytest.raises(NotItsAuthorError):
        async with nurse.writing() as unit:
            unit.delete("Binary", "file")
    assert await ways_to(door(store, SOCIAL)) == set()
    about = in_record()
    async with door(store, GP).writing() as unit:
        unit.update(about)
    about.payload = [CommunicationPayload(contentString="Erreur de dossier")]
    async with nurse.writing() as unit:  # in a record they do
        unit.update(about)
