"""What a person consents to or refuses decides at once, on every way to read, beside the circle."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import psycopg
import pytest

from cordee.access import Actor
from cordee.care.consent.shape import Evidence, Recipient, information, permission, refusal, withdrawn
from cordee.fhir import encode, systems
from cordee.fhir.r4 import (
    Bundle,
    BundleEntry,
    CareTeam,
    CodeableConcept,
    Composition,
    CompositionSection,
    Condition,
    Consent,
    Extension,
    Goal,
    Reference,
)
from cordee.fhir.search import parse_query
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Repository, system_asker
from cordee.store.rights_indexes import rebuild, verify
from tests.integration.store.everywhere import seen, seen_of_record
from tests.integration.store.people import (
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

EVIDENCE = Evidence(
    agreed_by="Patient/jeanne",
    collected_by="PractitionerRole/gp",
    at=datetime.now(UTC) - timedelta(minutes=1),
    how="oral",
    notice="urn:cordee:information-notice:test:1",
)
WEIGHT, LETTER, DIABETES = "Observation/w", "DocumentReference/letter", "Condition/diabetes"
RECORD = ["Patient/jeanne", "CareTeam/team-jeanne", WEIGHT, LETTER, DIABETES]
SYSTEM = system_asker("test")


@pytest.fixture
async def store(repository: Repository) -> Repository:
    """The repository, with a measure, a note and a diagnosis in the record."""
    measure = weight()
    measure.id = "w"
    diabetes = Condition(
        id="diabetes", subject=Reference(reference="Patient/jeanne"), code=CodeableConcept(text="Diabète")
    )
    async with repository.writing(SYSTEM) as unit:
        for one in (measure, note("letter"), diabetes):
            unit.create(one)
    return repository


async def _write(store: Repository, *resources: object) -> None:
    async with store.writing(SYSTEM) as unit:
        for one in resources:
            unit.put(one)


def _consent(id_: str, consent: Consent) -> Consent:
    consent.id = id_
    return consent


def _named(person: Actor) -> Recipient:
    return Recipient(reference=person.who)


async def _expect(store: Repository, person: Actor, expected: Sequence[str]) -> None:
    """Hold every way to read against what somebody is to see of the record."""
    shown = await seen(store, asker(person), "jeanne", RECORD)
    assert shown == {way: set(expected) for way in shown}
    shown = await seen_of_record(store, asker(person), "jeanne")
    record = {one for one in expected if one != "Patient/jeanne"}
    if "Patient/jeanne" not in expected:
        assert shown["my records"] == shown["shelves"] == shown["revinclude"] == set()
        assert not await store.sees(asker(person), "jeanne")
        return
    assert "Patient/jeanne" in shown["my records"]
    for way in ("shelves", "timeline", "everything", "changes"):
        assert shown[way] & set(RECORD) - {"Patient/jeanne"} == record, way
    assert (WEIGHT in shown["revinclude"]) == (WEIGHT in expected)
    assert await store.sees(asker(person), "jeanne")


async def test_without_consent_the_circle_alone_decides(store: Repository) -> None:
    await _write(store, _consent("c", information("jeanne", EVIDENCE)))
    await _expect(store, NURSE, RECORD)
    await _expect(store, SOCIAL, [one for one in RECORD if one not in (DIABETES, WEIGHT)])
    await _expect(store, OUTSIDER, [])


async def test_refusal_of_a_member_shuts_them_out_and_no_other(store: Repository) -> None:
    await _write(store, _consent("c", refusal("jeanne", [_named(NURSE)], EVIDENCE)))
    await _expect(store, NURSE, [])
    await _expect(store, GP, RECORD)
    await _expect(store, PATIENT, RECORD)
    with pytest.raises(ForbiddenError):
        async with store.writing(asker(NURSE)) as unit:
            unit.create(weight())


async def test_refusal_of_a_structure_shuts_out_its_staff(store: Repository) -> None:
    practice = Recipient(reference="Organization/practice")
    await _write(store, _consent("c", refusal("jeanne", [practice], EVIDENCE)))
    await _expect(store, NURSE, [])


async def test_refusal_of_a_category_to_a_class_hides_that_part(store: Repository) -> None:
    medical = refusal(
        "jeanne", [Recipient(reader_class="nursing")], EVIDENCE, categories=["medical", "measures"]
    )
    await _write(store, _consent("c", medical))
    await _expect(store, NURSE, ["Patient/jeanne", "CareTeam/team-jeanne", LETTER])
    await _expect(store, GP, RECORD)
    with pytest.raises(ForbiddenError):
        async with store.writing(asker(NURSE)) as unit:
            unit.create(weight())
    with pytest.raises(NotFoundError):
        async with store.writing(asker(NURSE)) as unit:
            measure = weight("70")
            measure.id = "w"
            unit.update(measure)


async def test_refusal_of_a_document_hides_it_with_its_versions(store: Repository) -> None:
    await _write(store, note("letter", "INVISIBLE_PATIENT"))
    await _write(store, note("letter"))
    await _write(store, _consent("c", refusal("jeanne", [], EVIDENCE, documents=[LETTER])))
    await _expect(store, GP, [one for one in RECORD if one != LETTER])
    assert (await store.read(asker(PATIENT), "DocumentReference", "letter")).version == 3
    with pytest.raises(NotFoundError):
        async with store.writing(asker(GP)) as unit:
            unit.delete("DocumentReference", "letter")


@pytest.mark.parametrize("order", ["before", "together", "after"])
async def test_refusal_binds_to_its_document_whenever_that_is_stored(store: Repository, order: str) -> None:
    refused = _consent("c", refusal("jeanne", [], EVIDENCE, documents=["DocumentReference/later"]))
    later = note("later")
    if order == "together":
        await _write(store, refused, later)
    else:
        for one in (later, refused) if order == "before" else (refused, later):
            await _write(store, one)
    with pytest.raises(NotFoundError):
        await store.read(asker(GP), "DocumentReference", "later")
    assert (await store.read(asker(PATIENT), "DocumentReference", "later")).id == "later"


async def test_refusal_naming_a_document_of_another_record_does_nothing(store: Repository) -> None:
    await _write(store, patient("paul"), team("paul", member(GP.who)))
    other = refusal("paul", [], EVIDENCE, documents=[LETTER])
    await _write(store, _consent("c", other))
    await _expect(store, GP, RECORD)


@pytest.mark.parametrize("status", ["inactive", "entered-in-error", "draft"])
async def test_withdrawal_has_effect_at_once(store: Repository, status: str) -> None:
    refused = _consent("c", refusal("jeanne", [_named(NURSE)], EVIDENCE))
    await _write(store, refused)
    await _expect(store, NURSE, [])
    refused.status = status
    await _write(store, withdrawn(refused, EVIDENCE) if status == "inactive" else refused)
    await _expect(store, NURSE, RECORD)


async def test_deleted_consent_says_nothing(store: Repository) -> None:
    await _write(store, _consent("c", refusal("jeanne", [_named(NURSE)], EVIDENCE)))
    async with store.writing(SYSTEM) as unit:
        unit.delete("Consent", "c")
    await _expect(store, NURSE, RECORD)


@pytest.mark.parametrize(
    ("starts", "ends", "refuses"),
    [("2020-01-01", "", True), ("2020-01-01", "2020-02-01", False), ("2090-01-01", "", False)],
)
async def test_refusal_holds_between_its_dates_only(
    store: Repository, starts: str, ends: str, refuses: bool
) -> None:
    await _write(store, _consent("c", refusal("jeanne", [_named(GP)], EVIDENCE, starts=starts, ends=ends)))
    assert await store.sees(asker(GP), "jeanne") is not refuses


def _outside(person: Actor, *, value: bool = True) -> CareTeam:
    participant = member(person.who)
    participant.extension = [Extension(url=systems.OUTSIDE_CARE_TEAM, valueBoolean=value)]
    return team("jeanne", member(GP.who), participant)


async def test_member_outside_the_care_team_sees_what_a_consent_permits(store: Repository) -> None:
    await _write(store, _outside(OUTSIDER))
    await _expect(store, OUTSIDER, [])
    plan = permission("jeanne", [_named(OUTSIDER)], EVIDENCE, categories=["measures"])
    await _write(store, _consent("c", plan))
    await _expect(store, OUTSIDER, ["Patient/jeanne", WEIGHT])
    await _write(store, withdrawn(plan, EVIDENCE))
    await _expect(store, OUTSIDER, [])


async def test_member_marked_as_of_the_care_team_needs_no_consent(store: Repository) -> None:
    await _write(store, _outside(OUTSIDER, value=False))
    await _expect(store, OUTSIDER, RECORD)


async def test_permission_opens_nothing_without_a_membership(store: Repository) -> None:
    await _write(store, _consent("c", permission("jeanne", [_named(OUTSIDER)], EVIDENCE)))
    await _expect(store, OUTSIDER, [])


async def test_refusal_wins_over_permission(store: Repository) -> None:
    await _write(
        store,
        _outside(OUTSIDER),
        _consent("yes", permission("jeanne", [_named(OUTSIDER)], EVIDENCE)),
        _consent(
            "no", refusal("jeanne", [Recipient(reader_class="nursing")], EVIDENCE, categories=["medical"])
        ),
    )
    await _expect(store, OUTSIDER, [one for one in RECORD if one != DIABETES])


async def test_member_outside_writes_what_is_permitted_and_nothing_that_decides(store: Repository) -> None:
    await _write(store, _outside(OUTSIDER), _consent("c", permission("jeanne", [_named(OUTSIDER)], EVIDENCE)))
    async with store.writing(asker(OUTSIDER)) as unit:
        unit.create(weight())
    with pytest.raises(ForbiddenError):
        async with store.writing(asker(OUTSIDER)) as unit:
            unit.create(permission("jeanne", [_named(OUTSIDER)], EVIDENCE))
    with pytest.raises(NotFoundError):
        async with store.writing(asker(OUTSIDER)) as unit:
            unit.update(_outside(OUTSIDER, value=False))


async def test_chains_and_has_do_not_pass_through_what_is_refused(store: Repository) -> None:
    assert (
        await store.search(asker(NURSE), parse_query("Observation", [("subject.family", "Lambert")]))
    ).rows
    hidden = refusal("jeanne", [_named(NURSE)], EVIDENCE, categories=["identity"])
    await _write(store, _consent("c", hidden))
    found = await store.search(asker(NURSE), parse_query("Observation", [("subject.family", "Lambert")]))
    assert found.rows == []
    await _write(store, _consent("c", refusal("jeanne", [_named(NURSE)], EVIDENCE, categories=["measures"])))
    has = [("_has:Observation:subject:code", "29463-7")]
    assert (await store.search(asker(NURSE), parse_query("Patient", has))).rows == []
    assert (await store.search(asker(GP), parse_query("Patient", has))).rows


def _goal(id_: str) -> Goal:
    return Goal(
        id=id_,
        lifecycleStatus="active",
        description=CodeableConcept(text="Sortir"),
        subject=Reference(reference="Patient/jeanne"),
    )


def _plan_version(id_: str, *goals: str) -> Bundle:
    """Return a document that holds goals as they came: no reference names them."""
    head = {
        "resourceType": "Composition", "status": "final", "date": "2026-11-20", "title": "Plan",
        "type": {"coding": [{"system": systems.LOINC, "code": "18776-5"}]},
        "author": [{"display": "DAC"}], "subject": {"reference": "Patient/jeanne"},
    }  # fmt: skip
    inside = [json.dumps(head).encode(), *(encode(_goal(one)) for one in goals)]
    return Bundle(id=id_, type="document", entry=[BundleEntry(resource=msgspec.Raw(one)) for one in inside])


async def test_goal_refused_takes_the_versions_of_the_plan_that_hold_it(
    store: Repository, database_url: str
) -> None:
    """Whichever came first; who is refused sees the others; withdrawn, all of them again, and their history."""
    plan = ["Goal/out", "Goal/in", "Bundle/both", "Bundle/in"]
    versions = (_plan_version("both", "out", "in"), _plan_version("in", "in"))
    await _write(store, _goal("out"), _goal("in"), *versions)
    about = Composition(
        id="about", status="final", type=CodeableConcept(text="x"), title="x", date="2026-11-20",
        subject=Reference(reference="Patient/jeanne"), author=[Reference(display="x")],
        section=[CompositionSection(entry=[Reference(reference="Goal/out")])],
    )  # fmt: skip
    await _write(store, about)
    deny = _consent("no-goal", refusal("jeanne", [_named(NURSE)], EVIDENCE, documents=["Goal/out"]))
    await _write(store, deny)
    plan += ["Composition/about", "Bundle/later"]
    await _write(store, _plan_version("later", "out"))

    async def sees(person: Actor) -> set[str]:
        shown = await seen(store, asker(person), "jeanne", plan)
        assert all(found <= shown["read"] for found in shown.values()), shown
        assert shown["read"] == shown["read_many"] == shown["vread"] == shown["history"]
        return shown["read"]

    for _ in range(2):
        assert await sees(NURSE) == {"Goal/in", "Bundle/in"}
        assert await sees(GP) == set(plan)
        assert [one async for one in verify(store.database, lambda *_: None)] == []
        await _run_sql(database_url, "DELETE FROM consent_rule WHERE resource = 'Goal/out'")
        assert await rebuild(store.database, lambda *_: None) == 4
    await _write(store, withdrawn(deny, EVIDENCE))
    assert await sees(NURSE) == set(plan)


async def test_goal_refused_by_a_category_that_is_not_its_own_takes_no_version(store: Repository) -> None:
    deny = refusal("jeanne", [_named(NURSE)], EVIDENCE, documents=["Goal/out"], categories=["medical"])
    await _write(store, _goal("out"), _plan_version("v", "out"), _consent("no-goal", deny))
    assert (await store.read(asker(NURSE), "Bundle", "v")).id == "v"


async def _run_sql(database_url: str, text: str) -> None:
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as owner:
        await owner.execute(text.encode())
