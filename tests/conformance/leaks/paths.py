"""Every way to read: each path asks as somebody and compares with what the oracle lets them see, exactly."""

from collections.abc import Awaitable, Callable
from random import Random

import pytest

from cordee.fhir.json_value import Json
from cordee.fhir.search import parse_query
from cordee.kernel.errors import NotFoundError
from cordee.store import categories as cat
from cordee.store.everything import Extent
from cordee.store.history import Span
from tests.conformance.leaks.making import DATE_ELEMENTS, FAMILY, TYPES, WORD
from tests.conformance.leaks.view import PAGE, View

Path = Callable[[View, Random], Awaitable[None]]
_STAYS = ("Observation", "Condition")
_HOLDING_WORD = ("Observation", "Condition", "Appointment", "Goal")


async def read(view: View, random: Random) -> None:
    """Read by id: 200, 410 for what is theirs and was deleted, else 404."""
    entry = random.choice(list(view.world.entries.values()))
    answer = await view.client.get(f"/{entry.reference}")
    is_seen = view.world.sees(view.reader, entry, view.at)
    expected = (410 if entry.is_deleted else 200) if is_seen else 404
    assert answer.status_code == expected, (entry, answer.text)


async def vread(view: View, random: Random) -> None:
    """Read one version."""
    entry = random.choice(list(view.world.entries.values()))
    number = random.randint(1, len(entry.versions))
    answer = await view.client.get(f"/{entry.reference}/_history/{number}")
    is_seen = view.world.sees_version(view.reader, entry, number, view.at)
    is_deletion = entry.is_deleted and number == len(entry.versions)
    assert answer.status_code == ((410 if is_deletion else 200) if is_seen else 404), (entry, number)


async def history(view: View, random: Random) -> None:
    """Read the versions of one resource."""
    entry = random.choice(list(view.world.entries.values()))
    answer = await view.client.get(f"/{entry.reference}/_history?_count={PAGE}")
    if not view.world.sees(view.reader, entry, view.at):
        assert answer.status_code == 404, (entry, answer.text)
        return
    numbers = range(1, len(entry.versions) + 1)
    seen = [n for n in numbers if view.world.sees_version(view.reader, entry, n, view.at)]
    assert len(answer.json().get("entry", ())) == len(seen), entry


async def history_of_type(view: View, random: Random) -> None:
    """Read the versions of a type."""
    type_ = random.choice(TYPES)
    span = Span(count=PAGE)
    page = await view.repository.history_of(view.asker, [type_], span)
    found = sorted((row.reference, row.version) for row in page.rows if view.is_mine(row.reference))
    assert found == _versions(view, type_)


async def history_of_everything(view: View, random: Random) -> None:
    """Read the versions of everything over the API."""
    bundle = await view.get(f"/_history?_count={PAGE * 5}")
    found = sorted(_addresses(view, bundle))
    assert found == sorted(reference for type_ in TYPES for reference, _ in _versions(view, type_))


def _addresses(view: View, bundle: Json) -> list[str]:
    named = ["/".join(one["fullUrl"].split("/")[-2:]) for one in bundle.get("entry", ())]
    return [one for one in named if view.is_mine(one)]


def _versions(view: View, type_: str) -> list[tuple[str, int]]:
    return sorted(
        (entry.reference, number)
        for entry in view.world.entries.values()
        if entry.type == type_
        for number in range(1, len(entry.versions) + 1)
        if view.world.sees_version(view.reader, entry, number, view.at)
    )


async def search(view: View, random: Random) -> None:
    """Search a type without criteria, with its total."""
    type_ = random.choice(TYPES)
    bundle = await view.get(f"/{type_}?_total=accurate&_count={PAGE}")
    expected = {one.reference for one in view.seen_entries(type_)}
    assert set(view.references(bundle)) == expected, type_
    assert bundle["total"] == len(expected), type_


async def count_only(view: View, random: Random) -> None:
    """Ask for a total and nothing else."""
    type_ = random.choice(TYPES)
    bundle = await view.get(f"/{type_}?_summary=count")
    assert bundle["total"] == len(view.seen_entries(type_)), type_


async def search_by_patient(view: View, random: Random) -> None:
    """Search one record by its patient."""
    patient, type_ = random.choice(view.patients), random.choice(_STAYS)
    found = await view.found(f"/{type_}?patient={patient}&_count={PAGE}")
    assert set(found) == _of_patient(view, patient, type_)


async def search_by_id(view: View, random: Random) -> None:
    """Search by id, the shortest of all indexes."""
    entry = random.choice(list(view.world.entries.values()))
    found = await view.found(f"/{entry.type}?_id={entry.id}")
    assert set(found) == {entry.reference} & view.seen


async def chain(view: View, random: Random) -> None:
    """Search through a reference: what it leads to must be theirs to see as well."""
    type_ = random.choice(_STAYS)
    found = await view.found(f"/{type_}?encounter.status=finished&_count={PAGE}")
    seen = view.seen
    assert set(found) == {
        one.reference for one in view.seen_entries(type_) if one.links.get("encounter") in seen
    }


async def chain_to_patient(view: View, random: Random) -> None:
    """Search through the patient's name: a record whose identity is closed is not found by it."""
    type_ = random.choice(_STAYS)
    found = await view.found(f"/{type_}?subject:Patient.family={FAMILY}&_count={PAGE}")
    seen = view.seen
    expected = {one.reference for one in view.seen_entries(type_) if f"Patient/{one.current.patient}" in seen}
    assert set(found) == expected


async def reference_to_the_invisible(view: View, random: Random) -> None:
    """Search by a reference: entries of theirs that hold it, whatever it leads to."""
    stays = [one for one in view.world.entries.values() if one.type == "Encounter"]
    if not stays:
        return
    stay, type_ = random.choice(stays).reference, random.choice(_STAYS)
    found = await view.found(f"/{type_}?encounter={stay}&_count={PAGE}")
    assert set(found) == {
        one.reference for one in view.seen_entries(type_) if one.links.get("encounter") == stay
    }


async def reverse_chain(view: View, random: Random) -> None:
    """Search by what refers to it: `_has` looks at nothing that is hidden."""
    type_ = random.choice(_STAYS)
    found = await view.found(f"/Encounter?_has:{type_}:encounter:patient.family={FAMILY}&_count={PAGE}")
    seen = view.seen
    linked = {
        one.links.get("encounter")
        for one in view.seen_entries(type_)
        if f"Patient/{one.current.patient}" in seen
    }
    assert set(found) == {one.reference for one in view.seen_entries("Encounter")} & linked


async def reverse_chain_of_patients(view: View, random: Random) -> None:
    """Search people by their measures."""
    found = await view.found(f"/Patient?_has:Observation:patient:code=29463-7&_count={PAGE}")
    weighed = {
        f"Patient/{one.current.patient}"
        for one in view.seen_entries("Observation")
        if one.facts["kind"] == "weight"
    }
    assert set(found) == {one.reference for one in view.seen_entries("Patient")} & weighed


async def include(view: View, random: Random) -> None:
    """Include what matches refer to."""
    type_ = random.choice(_STAYS)
    bundle = await view.get(f"/{type_}?_include={type_}:encounter&_include={type_}:subject&_count={PAGE}")
    matches = view.seen_entries(type_)
    wanted = {one.links.get("encounter") for one in matches}
    wanted |= {f"Patient/{one.current.patient}" for one in matches}
    assert set(view.references(bundle, "include")) == wanted & view.seen


async def reverse_include(view: View, random: Random) -> None:
    """Include what refers to matches."""
    bundle = await view.get(f"/Encounter?_revinclude=Observation:encounter&_count={PAGE}")
    matches = {one.reference for one in view.seen_entries("Encounter")}
    expected = {
        one.reference for one in view.seen_entries("Observation") if one.links.get("encounter") in matches
    }
    assert set(view.references(bundle, "include")) == expected


async def sort(view: View, random: Random) -> None:
    """Sort by date: hidden entries neither stand in the order nor bend it."""
    type_ = random.choice([name for name in DATE_ELEMENTS if name != "Communication"])
    code = {"Condition": "recorded-date"}.get(type_, "date")
    found = await view.found(f"/{type_}?_sort=-{code}&_count={PAGE}")
    entries = sorted(view.seen_entries(type_), key=lambda one: one.facts["date"], reverse=True)
    assert found == [one.reference for one in entries]


async def page_by_page(view: View, random: Random) -> None:
    """Walk a search two by two: pages are full until the last one, whatever lies between."""
    type_ = random.choice(TYPES)
    found: list[str] = []
    path: str | None = f"/{type_}?_count=2"
    while path:
        bundle = await view.get(path)
        here = [
            f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in bundle.get("entry", ())
        ]
        following = [link["url"] for link in bundle["link"] if link["relation"] == "next"]
        assert len(here) == 2 or not following, (type_, here)
        found += here
        path = following[0] if following else None
    assert sorted(found) == sorted(one.reference for one in view.seen_entries(type_))


async def compartment(view: View, random: Random) -> None:
    """Search in somebody's compartment."""
    patient, type_ = random.choice(view.patients), random.choice(_STAYS)
    answer = await view.client.get(f"/Patient/{patient}/{type_}?_count={PAGE}")
    assert answer.status_code == 200, answer.text
    assert set(view.references(answer.json())) == _of_patient(view, patient, type_)


async def everything(view: View, random: Random) -> None:
    """Read a whole record."""
    patient = random.choice(view.patients)
    answer = await view.client.get(f"/Patient/{patient}/$everything?_count={PAGE}")
    if f"Patient/{patient}" not in view.seen:
        assert answer.status_code == 404, answer.text
        return
    assert set(view.references(answer.json())) == _of_patient(view, patient)


async def everything_of_the_store(view: View, random: Random) -> None:
    """Read the pages behind `$everything`, the Patient itself apart."""
    patient = random.choice(view.patients)
    page = await view.repository.everything(view.asker, patient, Extent(count=PAGE))
    expected = _of_patient(view, patient) - {f"Patient/{patient}"}
    assert {row.reference for row in page.rows} == expected
    assert not [row for row in page.included if view.is_mine(row.reference)]


async def several_types(view: View, random: Random) -> None:
    """Search at system level."""
    types = random.sample(TYPES, 3)
    found = await view.found(f"/?_type={','.join(types)}&_count={PAGE}")
    assert set(found) == {one.reference for type_ in types for one in view.seen_entries(type_)}


async def full_text(view: View, random: Random) -> None:
    """Search the whole text."""
    type_ = random.choice(_HOLDING_WORD)
    found = await view.found(f"/{type_}?_content={WORD}&_count={PAGE}")
    expected = {one.reference for one in view.seen_entries(type_)}
    assert set(found) == expected


async def match(view: View, random: Random) -> None:
    """Match a person by traits that several people bear."""
    patient = {"resourceType": "Patient", "name": [{"family": FAMILY, "given": ["Jeanne"]}],
               "birthDate": "1942-03-12", "gender": "female"}  # fmt: skip
    asked = {
        "resourceType": "Parameters",
        "parameter": [{"name": "resource", "resource": patient}, {"name": "count", "valueInteger": 100}],
    }
    answer = await view.client.post("/Patient/$match", json=asked)
    assert answer.status_code == 200, answer.text
    found = {
        f"Patient/{one['resource']['id']}"
        for one in answer.json().get("entry", ())
        if one["resource"]["resourceType"] == "Patient"
    }
    assert found == {one.reference for one in view.seen_entries("Patient")}


async def batch(view: View, random: Random) -> None:
    """Read several resources in one Bundle."""
    entries = random.sample(list(view.world.entries.values()), k=min(4, len(view.world.entries)))
    bundle = {
        "resourceType": "Bundle",
        "type": "batch",
        "entry": [{"request": {"method": "GET", "url": one.reference}} for one in entries],
    }
    answer = await view.client.post("/", json=bundle)
    assert answer.status_code == 200, answer.text
    statuses = [one["response"]["status"][:3] == "200" for one in answer.json()["entry"]]
    seen = view.seen
    assert statuses == [one.reference in seen for one in entries]


async def read_many(view: View, random: Random) -> None:
    """Read many references at once, as pages do."""
    found = await view.repository.read_many(view.asker, list(view.world.entries))
    assert set(found) == view.seen


async def shelves(view: View, random: Random) -> None:
    """Open a record page."""
    patient = random.choice(view.patients)
    wanted = dict.fromkeys(TYPES, PAGE)
    if f"Patient/{patient}" not in view.seen:
        with pytest.raises(NotFoundError):
            await view.repository.shelves(view.asker, patient, wanted)
        return
    found = await view.repository.shelves(view.asker, patient, wanted)
    assert {row.reference for rows in found.values() for row in rows} == _of_patient(view, patient)


async def timeline(view: View, random: Random) -> None:
    """Read a life."""
    patient = random.choice(view.patients)
    page = await view.repository.timeline(view.asker, patient, list(TYPES), PAGE)
    assert {row.reference for row in page.rows} == _of_patient(view, patient)


async def changes(view: View, random: Random) -> None:
    """Read what others changed."""
    patient = random.choice(view.patients)
    found = await view.repository.changes(view.asker, patient, None, PAGE)
    expected = {
        one.reference
        for one in view.seen_entries()
        if one.current.patient == patient and one.current.author != view.reader.who
    }
    assert {row.reference for row in found} == expected


async def my_records(view: View, random: Random) -> None:
    """List the records that are theirs, and find one by name."""
    name = random.choice((None, FAMILY))
    page = await view.repository.my_records(view.asker, PAGE, None, name)
    seen = view.seen
    expected = {
        patient
        for patient in view.patients
        if f"Patient/{patient}" in seen and view.world.stands(view.reader, patient, view.at)
    }
    assert {row.patient.id for row in page.rows} == expected
    for row in page.rows:
        fresh = [
            one
            for one in view.seen_entries()
            if one.current.patient == row.patient.id
            and one.current.author != view.reader.who
            and not one.current.labels & view.reader.blind_to
        ]
        assert row.new_count == min(len(fresh), 50), row.patient.id


async def standing(view: View, random: Random) -> None:
    """Ask whether a record is theirs; who opened it is told to nobody else."""
    patient = random.choice(view.patients)
    stands = view.world.stands(view.reader, patient, view.at)
    expected = stands and view.would_see(patient, cat.IDENTITY)
    assert await view.repository.sees(view.asker, patient) is expected
    if not expected:
        assert await view.repository.visits(view.asker, patient) == {}


async def payload(view: View, random: Random) -> None:
    """Be told of a change by a subscription."""
    entry = random.choice(list(view.world.entries.values()))
    number = len(entry.versions)
    found = await view.repository.payload(view.asker, entry.type, entry.id, number, with_content=False)
    assert (found is not None) is view.world.sees(view.reader, entry, view.at), entry


async def matching(view: View, random: Random) -> None:
    """Match criteria against new entries, for subscriptions and conditional writes."""
    type_ = random.choice(_STAYS)
    ids = ",".join(one.id for one in view.world.entries.values() if one.type == type_) or "none"
    query = parse_query(type_, [("_id", ids)])
    async with view.repository.database.connection(view.asker) as connection:
        found = await view.repository.matching_ids(connection, view.asker, query, PAGE)
    assert {f"{type_}/{id_}" for id_ in found} == {one.reference for one in view.seen_entries(type_)}


def _of_patient(view: View, patient: str, type_: str | None = None) -> set[str]:
    return {one.reference for one in view.seen_entries(type_) if one.current.patient == patient}


PATHS: tuple[Path, ...] = (
    read, vread, history, history_of_type, history_of_everything, search, count_only, search_by_patient, search_by_id,
    chain, chain_to_patient, reference_to_the_invisible, reverse_chain, reverse_chain_of_patients, include,
    reverse_include, sort, page_by_page, compartment, everything, everything_of_the_store, several_types, full_text,
    match, batch, read_many, shelves, timeline, changes, my_records, standing, payload, matching,
)  # fmt: skip
