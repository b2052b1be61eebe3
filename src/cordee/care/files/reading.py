"""Reading a file of a record back: the bytes of a Binary, or its small picture."""

import asyncio

import msgspec

from cordee.access import Door
from cordee.care.elements import id_in
from cordee.care.files.photos import thumbnail_of
from cordee.kernel.errors import NotFoundError
from cordee.store.came_of import thumbnail_id


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a document or photo, with the type they were stored under."""

    content_type: str
    data: bytes


async def read_content(door: Door, patient_id: str, binary_id: str) -> Content:
    """Return the bytes of a file of this record. Raises NotFoundError when it is not of this record; ContentError
    when it is damaged or out of reach.
    """
    found = await door.content(binary_id)
    if id_in(found.binary.securityContext, "Patient") != patient_id:
        raise NotFoundError
    return Content(content_type=found.binary.contentType or "", data=found.data)


async def read_thumbnail(door: Door, patient_id: str, binary_id: str) -> Content:
    """Return the small picture of a picture; drawn now when none was kept. Raises as `read_content`, `clean_photo`."""
    try:
        return await read_content(door, patient_id, thumbnail_id(binary_id))
    except NotFoundError:
        whole = await read_content(door, patient_id, binary_id)
        small = await asyncio.to_thread(thumbnail_of, whole.data)
        return Content(content_type="image/jpeg", data=small)
