"""Who sees what, first form: the dated circle is the right, on every read path."""

from datetime import UTC, datetime, timedelta

import pytest

from cordee.access import Actor
from cordee.fhir.r4 import (
    CodeableConcept,
    Condition,
    FamilyMemberHistory,
    Organization,
    Reference,
)
from cordee.fhir.search import parse_query
from cordee.kernel.errors import CordeeError, ForbiddenError, NotFoundError
from cordee.store import Repository, system_asker
from tests.integration.store.people import (
    COORDINATOR,
    DAUGHTER,
    GP,
    NURSE,
    OUTSIDER,
    PATIENT,
    SOCIAL,
    asker,
    member,
    note,
    patient,
    team,
    weight,
)
from tests.platform import PLATFORM

CIRCLE = [COORDINATOR, GP, NURSE, SOCIAL, PATIENT, DAUGHTER]


def _named(person: Actor) -> str:
    return person.login


async def _add(repository: Repository, *resources: object) -> None:
    async with repository.writing(system_asker("test")) as unit:
        for resource in resources:
            unit.create(resource)


@pytest.mark.parametrize("person", CIRCLE, ids=_named)
async def test_member_of_the_circle_reads_the_record(repository: Repository, person: Actor) -> None:
    assert (await repository.read(asker(person), "Patient", "jeanne")).version == 1
    assert [row.patient.id for row in (await repository.my_records(asker(person))).rows] == ["jeanne"]


async def test_outsider_gets_nothing_on_any_path(repository: Repository) -> None:
    await _add(repository, weight())
    outsider = asker(OUTSIDER)
    for attempt in (
        repository.read(outsider, "Patient", "jeanne"),
        repository.vread(outsider, "Patient", "jeanne", 1),
        repository.history(outsider, "Patient", "jeanne"),
        repository.shelves(outsider, "jeanne", {"Observation": 10}),
        repository.trace_of(outsider, "jeanne"),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    for query in ("Patient", "Observation", "CareTeam"):
        page = await repository.search(outsider, parse_query(query, [("_total", "accurate")]))
        assert (page.rows, page.total) == ([], 0)
    assert (await repository.my_records(outsider)).rows == []
    assert (await repository.my_records(outsider, name="Lambert")).rows == []
    assert (await repository.timeline(outsider, "jeanne", ["Observation"])).rows == []
    assert await repository.changes(outsider, "jeanne", None) == []
    assert await repository.read_many(outsider, ["Patient/jeanne"]) == {}
    assert await repository.visits(outsider, "jeanne") == {}
    assert not await repository.sees(outsider, "jeanne")


async def test_absent_and_invisible_answer_alike(repository: Repository) -> None:
    answers = []
    for id_ in ("jeanne", "nobody"):
        with pytest.raises(CordeeError) as caught:
            await repository.read(asker(OUTSIDER), "Patient", id_)
        answers.append((type(caught.value), str(caught.value), caught.value.issues))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("start", "end", "sees"),
    [
        (None, timedelta(days=-1), False),
        (timedelta(days=1), None, False),
        (timedelta(days=-2), timedelta(days=2), True),
        (timedelta(days=-2), None, True),
    ],
    ids=["left", "not yet", "within", "open"],
)
async def test_dates_of_membership_decide(
    repository: Repository, start: timedelta | None, end: timedelta | None, sees: bool
) -> None:
    today = datetime.now(UTC)
    first = (today + start).isoformat(timespec="seconds") if start else "2026-01-01"
    last = (today + end).isoformat(timespec="seconds") if end else None
    await _add(repository, patient("paul"), team("paul", member(OUTSIDER.who, first, last)))
    assert await repository.sees(asker(OUTSIDER), "paul") is sees


async def test_participant_without_any_date_opens_nothing(repository: Repository) -> None:
    circle = team("paul", member(OUTSIDER.who, None))
    circle.period = None
    await _add(repository, patient("paul"), circle)
    assert not await repository.sees(asker(OUTSIDER), "paul")


async def test_leaving_the_circle_ends_access_at_once(repository: Repository) -> None:
    circle = team("jeanne", member(NURSE.who, "2026-01-01", "2026-11-01"), member(GP.who))
    async with repository.writing(asker(GP)) as unit:
        unit.update(circle)
    assert not await repository.sees(asker(NURSE), "jeanne")
    assert await repository.sees(asker(GP), "jeanne")


async def test_only_coordination_staff_reach_the_records_their_organisation_manages(
    repository: Repository,
) -> None:
    clerk = asker(OUTSIDER)
    nurse_of_the_dac = Actor(
        **{f: getattr(OUTSIDER, f) for f in OUTSIDER.__struct_fields__}
        | {"organization": "Organization/dac", "keys": (OUTSIDER.who, "Organization/dac")}
    )
    assert await repository.sees(asker(COORDINATOR), "jeanne")
    assert not await repository.sees(asker(nurse_of_the_dac), "jeanne")
    assert not await repository.sees(clerk, "jeanne")


@pytest.mark.parametrize(
    ("label", "blind"),
    [
        ("MASQUE_PT", [DAUGHTER]),
        ("INVISIBLE_PATIENT", [PATIENT]),
        ("MASQUE_PSOCIAL", [SOCIAL]),
        ("MASQUE_PS", [COORDINATOR, GP, NURSE]),
    ],
)
async def test_label_hides_a_note_from_those_it_names_and_no_other(
    repository: Repository, label: str, blind: list[Actor]
) -> None:
    await _add(repository, note("note", label))
    for person in CIRCLE:
        shelf = (await repository.shelves(asker(person), "jeanne", {"DocumentReference": 5}))[
            "DocumentReference"
        ]
        page = await repository.search(
            asker(person), parse_query("DocumentReference", [("_total", "accurate")])
        )
        expected = 0 if person in blind else 1
        assert (len(shelf), len(page.rows), page.total) == (expected, expected, expected), person.login
        assert (
            len((await repository.timeline(asker(person), "jeanne", ["DocumentReference"])).rows) == expected
        )
        assert len(await repository.changes(asker(person), "jeanne", None)) == expected + 2


async def test_history_of_a_note_hidden_later_stays_hidden(repository: Repository) -> None:
    await _add(repository, note("note"))
    async with repository.writing(asker(GP)) as unit:
        unit.update(note("note", "MASQUE_PT"))
    for attempt in (
        repository.history(asker(DAUGHTER), "DocumentReference", "note"),
        repository.vread(asker(DAUGHTER), "DocumentReference", "note", 1),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert len((await repository.history(asker(GP), "DocumentReference", "note")).rows) == 2


async def test_social_worker_does_not_read_the_medical_part(repository: Repository) -> None:
    condition = Condition(
        id="c", subject=Reference(reference="Patient/jeanne"), code=CodeableConcept(text="Diabète")
    )
    await _add(repository, condition)
    with pytest.raises(NotFoundError):
        await repository.read(asker(SOCIAL), "Condition", "c")
    assert (await repository.read(asker(NURSE), "Condition", "c")).id == "c"


async def test_directory_is_for_everyone_signed_in_and_other_records_for_nobody(
    repository: Repository,
) -> None:
    await _add(repository, Organization(id="dac", name="DAC"), note("orphan"))
    assert (await repository.read(asker(OUTSIDER), "Organization", "dac")).id == "dac"
    with pytest.raises(NotFoundError):
        await repository.read(asker(OUTSIDER), "DocumentReference", "orphan")


async def test_outsider_cannot_write_into_a_record_nor_move_something_there(repository: Repository) -> None:
    await _add(repository, patient("paul"), team("paul", member(OUTSIDER.who), id_="team-paul"))
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(OUTSIDER)) as unit:
            unit.create(weight())
    async with repository.writing(asker(OUTSIDER)) as unit:
        own = weight(patient_id="paul")
        unit.create(own)
    moved = weight(patient_id="jeanne")
    moved.id = own.id
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(OUTSIDER)) as unit:
            unit.update(moved)
    stolen = team("jeanne", member(OUTSIDER.who), id_="team-stolen")
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(OUTSIDER)) as unit:
            unit.create(stolen)
    assert not await repository.sees(asker(OUTSIDER), "jeanne")


async def test_every_read_and_every_refusal_leaves_a_line(repository: Repository) -> None:
    await repository.read(asker(GP), "Patient", "jeanne")
    with pytest.raises(NotFoundError):
        await repository.shelves(asker(OUTSIDER), "jeanne", {})
    await repository.my_records(asker(OUTSIDER), name="Lambert")
    async with repository.database.connection(PLATFORM) as connection:
        rows = await (
            await connection.execute("SELECT who, action, outcome, patient_id FROM trace ORDER BY key")
        ).fetchall()
    assert (GP.who, "read", "done", "jeanne") in rows
    assert (OUTSIDER.who, "record", "refused", "jeanne") in rows
    assert (OUTSIDER.who, "search", "done", "") in rows


@pytest.mark.parametrize("id_", ["jeanne", "nobody"])
async def test_writing_by_id_does_not_tell_whether_there_is_a_record(
    repository: Repository, id_: str
) -> None:
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(OUTSIDER)) as unit:
            unit.put(patient(id_))
    with pytest.raises(NotFoundError):
        async with repository.writing(asker(OUTSIDER)) as unit:
            unit.update(patient(id_))
    with pytest.raises(NotFoundError):
        async with repository.writing(asker(OUTSIDER)) as unit:
            unit.delete("Patient", id_)


async def test_what_has_no_category_is_not_for_social_workers(repository: Repository) -> None:
    family = FamilyMemberHistory(
        id="f",
        status="completed",
        patient=Reference(reference="Patient/jeanne"),
        relationship=CodeableConcept(text="mère"),
    )
    await _add(repository, family)
    with pytest.raises(NotFoundError):
        await repository.read(asker(SOCIAL), "FamilyMemberHistory", "f")
    assert (await repository.read(asker(GP), "FamilyMemberHistory", "f")).id == "f"


@pytest.mark.parametrize("person", [PATIENT, DAUGHTER], ids=_named)
async def test_person_and_carer_change_their_own_notes_and_no_other(
    repository: Repository, person: Actor
) -> None:
    for author, id_ in ((GP, "of-gp"), (person, "own")):
        async with repository.writing(asker(author)) as unit:
            unit.create(note(id_))
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(GP)) as unit:
            unit.update(note("own", "MASQUE_PSOCIAL"))
    async with repository.writing(asker(person)) as unit:
        unit.update(note("own", "MASQUE_PSOCIAL"))
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(person)) as unit:
            unit.put(note("of-gp", "MASQUE_PS"))
    with pytest.raises(ForbiddenError):
        async with repository.writing(asker(person)) as unit:
            unit.delete("DocumentReference", "of-gp")
    assert (await repository.read(asker(GP), "DocumentReference", "of-gp")).version == 1


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_date_at_the_end_of_the_calendar_costs_nobody_the_record(
    repository: Repository, at: str
) -> None:
    async with repository.writing(asker(NURSE)) as unit:
        unit.create(weight(at=at))
    assert len((await repository.shelves(asker(GP), "jeanne", {"Observation": 5}))["Observation"]) == 1
    assert len((await repository.search(asker(GP), parse_query("Observation", []))).rows) == 1


async def test_nothing_has_an_id_with_a_nul(repository: Repository) -> None:
    with pytest.raises(NotFoundError):
        await repository.shelves(asker(GP), "\x00", {})
    assert await repository.read_many(asker(GP), ["Patient/\x00", "Pa\x00/x", "jeanne"]) == {}
