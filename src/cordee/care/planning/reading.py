"""The document of a version, read: that of this record's plan, and of nothing else."""

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
    document: Bundle = stored.resource
    columns = columns_of(document, "Bundle")
    if columns.patient_id != patient_id or not columns.category & PLAN:
        raise NotFoundError
    return stored
