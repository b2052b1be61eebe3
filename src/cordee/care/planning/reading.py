"""The document of a version, read: that of this record's plan, and of nothing else."""

from collections.abc import Iterable

from cordee.access import Door
from cordee.fhir.r4 import Bundle
from cordee.kernel.errors import NotFoundError
from cordee.store import Stored
from cordee.store.categories import PLAN
from cordee.store.columns import columns_of


async def read_version(door: Door, patient_id: str, id_: str) -> Stored:
    """Return the document of a version; NotFoundError when it is another record's, or no version of a plan.

    Whoever writes an act on a plan names the document: the name alone proves nothing.
    """
    stored = await door.read("Bundle", id_)
    if not _is_version(stored, patient_id):
        raise NotFoundError
    return stored


async def newest_shown(door: Door, patient_id: str, ids: Iterable[str]) -> Stored | None:
    """Return the first of these versions that is the reader's to see: one may hold what is refused to them.

    Cost: one statement, and one more for each that is not.
    """
    for id_ in ids:
        for stored in (await door.read_many([f"Bundle/{id_}"])).values():
            if _is_version(stored, patient_id):
                return stored
    return None


def _is_version(stored: Stored, patient_id: str) -> bool:
    document: Bundle = stored.resource
    columns = columns_of(document, "Bundle")
    return columns.patient_id == patient_id and bool(columns.category & PLAN)
