"""Every way to read one record, and what each shows to somebody: all must show the same."""

from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Asker, Repository, Span
from cordee.store.everything import Extent
from cordee.store.exports.export import Export

TYPES = ("Patient", "CareTeam", "Observation", "DocumentReference", "Condition", "Consent")
MANY = 100


async def seen(
    repository: Repository, asker: Asker, patient_id: str, references: list[str]
) -> dict[str, set[str]]:
    """Return, by way of reading, which of the references of a record an asker sees."""
    ways = {
        "read": await _one_by_one(repository, asker, references),
        "read_many": set(await repository.read_many(asker, references)),
        "vread": await _versions(repository, asker, references),
        "history": await _histories(repository, asker, references),
        "history_of": await _history_of(repository, asker),
        "search": await _searched(repository, asker, [("_count", str(MANY)), ("_total", "accurate")]),
        "search alone": await _searched(repository, asker, [("_count", str(MANY))]),
        "search of the record": await _searched(repository, asker, [("_count", str(MANY))], patient_id),
        "export": await _exported(repository, asker),
        "payload of a subscription": await _told(repository, asker, references),
        "match of a subscription": await _matched(repository, asker, references),
    }
    named = set(references)
    return {way: found & named for way, found in ways.items()}


async def seen_of_record(repository: Repository, asker: Asker, patient_id: str) -> dict[str, set[str]]:
    """Return what the ways that open a record by its Patient show, which are shut when the Patient is."""
    try:
        shelves = await repository.shelves(asker, patient_id, dict.fromkeys(TYPES, MANY))
    except NotFoundError:
        shelves = {}
    timeline = await repository.timeline(asker, patient_id, list(TYPES), MANY)
    everything = await repository.everything(asker, patient_id, Extent(count=MANY))
    mine = await repository.my_records(asker, MANY)
    listed = {f"Patient/{row.patient.id}" for row in mine.rows}
    included = await repository.search(
        asker, parse_query("Patient", [("_id", patient_id), ("_revinclude", "Observation:subject")])
    )
    return {
        "shelves": {f"{row.type}/{row.id}" for rows in shelves.values() for row in rows},
        "timeline": {f"{row.type}/{row.id}" for row in timeline.rows},
        "everything": {f"{row.type}/{row.id}" for row in everything.rows},
        "changes": {
            f"{row.type}/{row.id}" for row in await repository.changes(asker, patient_id, None, MANY)
        },
        "my records": listed,
        "revinclude": {f"{row.type}/{row.id}" for row in (*included.rows, *included.included)},
    }


async def _one_by_one(repository: Repository, asker: Asker, references: list[str]) -> set[str]:
    found = set()
    for reference in references:
        type_, _, id_ = reference.partition("/")
        try:
            await repository.read(asker, type_, id_)
        except NotFoundError:
            continue
        found.add(reference)
    return found


async def _versions(repository: Repository, asker: Asker, references: list[str]) -> set[str]:
    found = set()
    for reference in references:
        type_, _, id_ = reference.partition("/")
        try:
            await repository.vread(asker, type_, id_, 1)
        except NotFoundError:
            continue
        found.add(reference)
    return found


async def _histories(repository: Repository, asker: Asker, references: list[str]) -> set[str]:
    found = set()
    for reference in references:
        type_, _, id_ = reference.partition("/")
        try:
            page = await repository.history(asker, type_, id_)
        except NotFoundError:
            continue
        assert page.rows
        found.add(reference)
    return found


async def _history_of(repository: Repository, asker: Asker) -> set[str]:
    page = await repository.history_of(asker, TYPES, Span(count=MANY))
    return {f"{row.type}/{row.id}" for row in page.rows}


async def _searched(
    repository: Repository, asker: Asker, pairs: list[tuple[str, str]], patient_id: str = ""
) -> set[str]:
    found = set()
    for type_ in TYPES:
        own = [("_id" if type_ == "Patient" else "patient", patient_id)] if patient_id else []
        page = await repository.search(asker, parse_query(type_, [*own, *pairs]))
        assert page.total in (None, len(page.rows))
        found |= {f"{row.type}/{row.id}" for row in page.rows}
    return found


async def _told(repository: Repository, asker: Asker, references: list[str]) -> set[str]:
    found = set()
    for reference in references:
        type_, _, id_ = reference.partition("/")
        if await repository.payload(asker, type_, id_, 1, with_content=True) is not None:
            found.add(reference)
    return found


async def _matched(repository: Repository, asker: Asker, references: list[str]) -> set[str]:
    found = set()
    async with repository.database.connection(asker) as connection:
        for type_ in TYPES:
            ids = [one.partition("/")[2] for one in references if one.startswith(f"{type_}/")]
            query = parse_query(type_, [("_id", ",".join([*ids, "none"]))])
            matches = await repository.matching_ids(connection, asker, query, MANY)
            found |= {f"{type_}/{id_}" for id_ in matches}
    return found


async def _exported(repository: Repository, asker: Asker) -> set[str]:
    export = Export(
        id="x", account_id="x", request="", level="system", types=list(TYPES), members=None, since=None, filters={},
        warnings=[], taken_at=now(), status="running", error="", type_index=0, done_to=0, chunks=0, exported=0,
        expires_at=now(),
    )  # fmt: skip
    found = set()
    for type_ in TYPES:
        keys = await repository.export_keys(asker, export, type_, 0, MANY)
        rows = await repository.export_rows(asker, export, type_, keys)
        found |= {f"{type_}/{row.id}" for row in rows}
    return found
