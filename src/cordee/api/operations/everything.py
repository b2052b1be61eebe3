"""`Patient/$everything`: a whole record, page by page.

Source: https://hl7.org/fhir/R4/patient-operation-everything.html
"""

import msgspec

from cordee.api.bundles import CURSOR, bundle, entry_of, links
from cordee.api.call import Call, Pairs, Reply
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.errors import wrong_parameter
from cordee.api.operations.operation import Operation
from cordee.fhir import RESOURCE_TYPES
from cordee.kernel.errors import GoneError, NotFoundError, RuleViolatedError
from cordee.store import Page, Stored
from cordee.store.everything import PAGE_MAX, Extent
from cordee.store.moments import end_instant, first_instant

COUNT_DEFAULT = 100
RECORDS_MAX = 50
_REPEATED = ("start", "end", "_since", "_count")


async def everything(call: Call, given: Arguments) -> Reply:
    """Return one page of a record, or of all the caller's records when no patient is named; `next` leads on.

    The Patient comes first; then what changed longest ago, with the directory entries each page refers to.
    """
    extent = _extent(given)
    ids = [call.id] if call.id else await _own_records(call)
    current, _, inside = (given.text(CURSOR) or "").partition("~")
    ids = [id_ for id_ in ids if not current or id_ >= current]
    rows, included, following = list[Stored](), dict[str, Stored](), None
    for position, id_ in enumerate(ids):
        page = await _page(call, id_, extent, inside if id_ == current else "", extent.count - len(rows))
        rows += page.rows
        included |= {one.reference: one for one in page.included}
        if page.cursor is not None:
            following = f"{id_}~{page.cursor}"
            break
        if len(rows) >= extent.count and position + 1 < len(ids):
            following = f"{ids[position + 1]}~"
            break
    entries = [entry_of(call, stored, "match") for stored in rows]
    entries += [entry_of(call, stored, "include") for stored in included.values()]
    path = f"Patient/{call.id}/$everything" if call.id else "Patient/$everything"
    return Reply(
        status=200, content=bundle("searchset", entries, links(call, path, _applied(given), following))
    )


async def _page(call: Call, id_: str, extent: Extent, inside: str, room: int) -> Page:
    """Return the next page of one record; the Patient is read first each time, so that a right lost ends the paging."""
    try:
        patient = await call.door.read("Patient", id_)
    except (NotFoundError, GoneError):
        if call.id:
            raise
        return Page(rows=[])
    wanted = not inside and (not extent.types or "Patient" in extent.types)
    is_new = extent.since is None or patient.updated_at > extent.since
    first = [patient] if wanted and is_new else []
    rest = msgspec.structs.replace(extent, count=room - len(first))
    page = await call.door.everything(id_, rest, inside or None)
    return Page(rows=first + page.rows, included=page.included, cursor=page.cursor)


async def _own_records(call: Call) -> list[str]:
    page = await call.door.my_records(RECORDS_MAX)
    if page.cursor is not None:
        raise RuleViolatedError(
            f"Vous suivez plus de {RECORDS_MAX} dossiers : demandez-les un par un, ou par $export.",
            f"You follow more than {RECORDS_MAX} records: ask for them one by one, or by $export.",
        )
    return sorted(row.patient.id for row in page.rows)


def _extent(given: Arguments) -> Extent:
    start, end, since = given.text("start"), given.text("end"), given.text("_since")
    count = given.number("_count")
    return Extent(
        types=_types(given),
        start=first_instant(start) if start else None,
        end=end_instant(end) if end else None,
        since=first_instant(since) if since else None,
        count=COUNT_DEFAULT if count is None else max(1, min(int(count), PAGE_MAX)),
    )


def _types(given: Arguments) -> tuple[str, ...]:
    named = [name for value in given.many("_type") for name in value.split(",") if name]
    if unknown := [name for name in named if name not in RESOURCE_TYPES]:
        raise wrong_parameter(
            "http._type",
            f"« {unknown[0][:60]} » n’est pas un type de ressource R4.",
            f"'{unknown[0][:60]}' is not an R4 resource type.",
            "value",
        )
    return tuple(dict.fromkeys(named))


def _applied(given: Arguments) -> Pairs:
    pairs = [("_type", value) for value in given.many("_type")]
    return pairs + [(name, str(given.one(name))) for name in _REPEATED if name in given]


EVERYTHING = Operation(
    canonical="http://hl7.org/fhir/OperationDefinition/Patient-everything",
    handler=everything,
    paging=(CURSOR,),
)
