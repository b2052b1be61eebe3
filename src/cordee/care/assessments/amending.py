"""Corrections: a signed assessment answered again, as a draft of its own until it is signed; old versions stay."""

import msgspec

from cordee.access import Door
from cordee.care.assessments.drafting import read
from cordee.care.assessments.errors import AlreadySignedError
from cordee.care.assessments.response import DRAFT, STANDING, as_correction, typed
from cordee.care.entry import entry_id
from cordee.fhir.json_value import Json, read_json
from cordee.kernel.errors import NotFoundError

VERSIONS_MAX = 100


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """One signed version: which, when, by whom."""

    version: int
    status: str
    at: str
    by: str
    reference: str


async def begin_correction(door: Door, patient_id: str, id_: str, *, form_id: str) -> str:
    """Begin to correct a signed assessment and return the draft's id; the same form begins once.

    Raises: AlreadySignedError when it is no signed one.
    """
    stood, _ = await read(door, patient_id, id_)
    if stood.get("status") not in STANDING:
        raise AlreadySignedError
    draft_id = entry_id(form_id)
    async with door.writing() as unit:
        unit.create(typed(as_correction(stood, door.actor, draft_id)))
    return draft_id


async def signed_versions(door: Door, patient_id: str, id_: str) -> list[Signed]:
    """Return the signed versions of an assessment, newest first; NotFoundError when it is another record's."""
    page = await door.history("QuestionnaireResponse", id_, VERSIONS_MAX)
    contents = [(row.version, read_json(row.content)) for row in page.rows if not row.deleted]
    if any(one.get("subject", {}).get("reference") != f"Patient/{patient_id}" for _, one in contents):
        raise NotFoundError
    return [_signed(version, one) for version, one in contents if one.get("status") in STANDING]


def is_draft(response: Json) -> bool:
    """Return whether a response is still being answered."""
    return response.get("status") == DRAFT


def _signed(version: int, response: Json) -> Signed:
    author = response.get("author", {})
    return Signed(
        version=version,
        status=response["status"],
        at=response.get("authored", ""),
        by=author.get("display", ""),
        reference=author.get("reference", ""),
    )
