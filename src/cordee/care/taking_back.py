"""Taking a change back: what stood before it stands again, word for word; the change itself stays in the history."""

from cordee.access import Door
from cordee.care.elements import version_of
from cordee.fhir import type_name
from cordee.kernel.errors import NotFoundError, VersionConflictError
from cordee.store.columns import patient_of


async def take_back(door: Door, patient_id: str, type_: str, id_: str, version: int) -> None:
    """Write the version before `version` again, as a new one; nothing else may have changed it since.

    Raises: NotFoundError when it is not of this record or was the first; VersionConflictError when it changed since.
    """
    current = (await door.read(type_, id_)).resource
    if patient_of(current, type_name(current)) != patient_id or version < 2:
        raise NotFoundError
    if version_of(current.meta) != version:
        raise VersionConflictError(version_of(current.meta))
    before = (await door.vread(type_, id_, version - 1)).resource
    async with door.writing() as unit:
        unit.update(before, expected_version=version)
