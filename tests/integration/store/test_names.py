"""Nobody gives somebody else, or themselves, another name than theirs, whatever the way to write it."""

import json
from typing import Any

import msgspec
import pytest

from cordee.fhir import decode
from cordee.fhir.r4 import (
    HumanName,
    Organization,
    Patient,
    Practitioner,
    PractitionerRole,
    Reference,
    RelatedPerson,
)
from cordee.store import Asker, Repository, system_asker
from cordee.store.names import learning
from cordee.store.transaction import Transaction
from tests.integration.store.people import GP, NURSE, asker, member, patient, team

SYSTEM = system_asker("test")
TRUE, FALSE = "Nadia Idrissi", "Dr Paul Girard"
NADIA = asker(NURSE)


@pytest.fixture
async def store(repository: Repository) -> Repository:
    """Jeanne's record and Paul's, which the nurse does not see; the directory; a relative in each record."""
    async with repository.writing(SYSTEM) as unit:
        unit.create(Practitioner(id="nadia", name=[HumanName(text=TRUE)]))
        named = Reference(reference="Practitioner/nadia", display=TRUE)
        unit.create(PractitionerRole(id="nurse", practitioner=named))
        unit.create(PractitionerRole(id="plain", practitioner=Reference(reference="Practitioner/nadia")))
        unit.create(PractitionerRole(id="gp", practitioner=Reference(display="Dr Ana Silva")))
        unit.create(Organization(id="dac", name="DAC du Nord"))
        unit.create(patient("paul", "Petit"))
        unit.create(team("paul", member(GP.who)))
        for id_ in ("jeanne", "paul"):
            about = Reference(reference=f"Patient/{id_}")
            unit.create(
                RelatedPerson(id=f"daughter-of-{id_}", patient=about, name=[HumanName(text=f"Fille {id_}")])
            )
    return repository


def message(*recipients: tuple[str, str | None], id_: str | None = None, **more: Any) -> Any:
    plain: dict[str, Any] = {
        "resourceType": "Communication",
        "status": "completed",
        "subject": {"reference": "Patient/jeanne"},
        "sender": {"reference": "PractitionerRole/nurse"},
        "recipient": [
            {"reference": reference} | ({"display": display} if display else {})
            for reference, display in recipients
        ],
    }
    return decode(json.dumps(plain | ({"id": id_} if id_ else {}) | more).encode(), "Communication")


async def _written(store: Repository, resource: Any, by: Asker = NADIA) -> Any:
    async with store.writing(by) as unit:
        id_ = unit.create(resource)
    return (await store.read(SYSTEM, type(resource).__name__, id_)).resource


async def _shown(store: Repository, *recipients: tuple[str, str | None], by: Asker = NADIA) -> list[Any]:
    stored = await _written(store, message(*recipients), by)
    return [one.display for one in stored.recipient]


async def test_false_name_is_replaced_by_the_one_of_the_directory(store: Repository) -> None:
    named = ["PractitionerRole/nurse", "PractitionerRole/plain", "Practitioner/nadia", "Organization/dac"]
    expected = [TRUE, TRUE, TRUE, "DAC du Nord"]
    assert await _shown(store, *((one, FALSE) for one in named)) == expected
    assert await _shown(store, *((f"{one}/_history/1", FALSE) for one in named)) == expected
    assert await _shown(store, *((one, None) for one in named)) == [None] * 4


async def test_name_of_what_is_elsewhere_or_unknown_stays_as_sent(store: Repository) -> None:
    named = ["PractitionerRole/unknown", "https://elsewhere.example/Practitioner/nadia", "Device/scale"]
    assert await _shown(store, *((one, FALSE) for one in named)) == [FALSE] * 3


async def test_person_and_relatives_go_by_their_name_in_any_of_its_forms(store: Repository) -> None:
    stored = await _written(
        store,
        message(
            ("Patient/jeanne", FALSE), ("Patient/jeanne", "Jeanne LAMBERT"),
            ("RelatedPerson/daughter-of-jeanne", FALSE), ("CareTeam/team-jeanne", FALSE),
        ),
    )  # fmt: skip
    shown = [one.display for one in stored.recipient]
    assert shown == ["Jeanne LAMBERT", "Jeanne LAMBERT", "Fille jeanne", "Cercle de soins"]


async def test_who_is_not_seen_and_who_is_not_there_answer_alike(store: Repository) -> None:
    named = ["Patient/paul", "RelatedPerson/daughter-of-paul", "CareTeam/team-paul"]
    absent = ["Patient/nobody", "RelatedPerson/nobody", "CareTeam/nobody"]
    assert await _shown(store, *((one, FALSE) for one in (*named, *absent))) == [None] * 6
    right = ("Petit", "Fille paul", "Cercle de soins")
    assert await _shown(store, *zip(named, right, strict=True)) == [None] * 3


async def test_name_of_another_record_is_not_read_through_a_write_even_by_who_sees_it(
    store: Repository,
) -> None:
    """It would be a read that leaves no line in that record's trace."""
    theirs = msgspec.structs.replace(asker(GP), who="PractitionerRole/nurse")
    assert await _shown(store, ("Patient/paul", FALSE), by=theirs) == [None]


async def test_token_that_does_not_read_people_learns_no_name(store: Repository) -> None:
    narrowed = msgspec.structs.replace(NADIA, only_types=frozenset({"Communication"}))
    named = [("Patient/jeanne", FALSE), ("RelatedPerson/daughter-of-jeanne", FALSE), (NURSE.who, FALSE)]
    assert await _shown(store, *named, by=narrowed) == [None, None, TRUE]


async def test_update_and_put_are_named_like_a_create_and_what_stood_stays(store: Repository) -> None:
    async with store.writing(SYSTEM) as unit:  # as imported, under a name the directory does not know
        unit.create(message(("PractitionerRole/nurse", "N. Idrissi"), id_="kept"))
    for id_, write in (("kept", "update"), ("kept", "put"), ("fresh", "put")):
        async with store.writing(NADIA) as unit:
            sent = message(("PractitionerRole/nurse", "N. Idrissi"), ("PractitionerRole/gp", FALSE), id_=id_)
            getattr(unit, write)(sent)
        stored = (await store.read(NADIA, "Communication", id_)).resource
        first = "N. Idrissi" if id_ == "kept" else TRUE
        assert [one.display for one in stored.recipient] == [first, "Dr Ana Silva"], (id_, write)


async def test_extensions_contained_and_entries_of_a_bundle_are_looked_into(store: Repository) -> None:
    false = {"reference": "PractitionerRole/nurse", "display": FALSE}
    inside = {"resourceType": "ServiceRequest", "id": "a", "status": "active", "intent": "order",
              "subject": {"reference": "Patient/jeanne"}, "requester": false}  # fmt: skip
    extension = [{"url": "https://elsewhere.example/x", "valueReference": false}]
    stored = await _written(
        store,
        message(
            ("Practitioner/nadia", None),
            contained=[inside],
            basedOn=[{"reference": "#a"}],
            extension=extension,
        ),
    )
    assert stored.extension[0].valueReference.display == TRUE
    assert json.loads(bytes(stored.contained[0]))["requester"]["display"] == TRUE
    composition = {"resourceType": "Composition", "status": "final", "type": {"text": "x"}, "title": "x",
                   "date": "2026-11-20", "subject": {"reference": "Patient/jeanne"}, "author": [false]}  # fmt: skip
    bundle = {"resourceType": "Bundle", "type": "document", "entry": [{"resource": composition}]}
    stored = await _written(store, decode(json.dumps(bundle).encode(), "Bundle"))
    assert json.loads(bytes(stored.entry[0].resource))["author"][0]["display"] == TRUE


async def test_person_created_in_the_same_unit_goes_by_the_name_given_there(store: Repository) -> None:
    opener = msgspec.structs.replace(NADIA, may_open_records=True)
    sent = message(("Patient/new", FALSE), id_="said", subject={"reference": "Patient/new", "display": FALSE})
    async with store.writing(opener) as unit:
        unit.create(Patient(id="new", name=[HumanName(family="Roy", given=["Léa"])]))
        unit.create(sent)
    stored = (await store.read(SYSTEM, "Communication", "said")).resource
    assert [stored.subject.display, stored.recipient[0].display] == ["Léa ROY"] * 2


async def test_longer_transaction_names_by_what_stands_in_it(store: Repository) -> None:
    async def carry_out(transaction: Transaction, _: Repository) -> None:
        unit = transaction.unit()
        unit.create(message((NURSE.who, FALSE), ("Patient/jeanne", FALSE), id_="within"))
        await transaction.flush(unit)

    await store.transact(NADIA, carry_out)
    stored = (await store.read(SYSTEM, "Communication", "within")).resource
    assert [one.display for one in stored.recipient] == [TRUE, "Jeanne LAMBERT"]


async def test_changed_name_is_asked_again_once_it_is_old(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _shown(store, ("Organization/dac", FALSE)) == ["DAC du Nord"]
    elsewhere = Repository(store.database)  # another process
    async with elsewhere.writing(SYSTEM) as unit:
        unit.update(Organization(id="dac", name="DAC de Bourgogne"))
    await elsewhere.close()
    monkeypatch.setattr(learning, "KEPT_S", 0.0)
    assert await _shown(store, ("Organization/dac", FALSE)) == ["DAC de Bourgogne"]


async def test_who_the_directory_did_not_know_goes_by_their_name_once_it_does(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _shown(store, ("Practitioner/new", FALSE), ("Practitioner/newer", FALSE)) == [FALSE, FALSE]
    async with store.writing(SYSTEM) as unit:
        unit.create(Practitioner(id="new", name=[HumanName(text=TRUE)]))
    elsewhere = Repository(store.database)  # another process
    async with elsewhere.writing(SYSTEM) as unit:
        unit.create(Practitioner(id="newer", name=[HumanName(text=TRUE)]))
    await elsewhere.close()
    assert await _shown(store, ("Practitioner/new", FALSE)) == [TRUE]
    monkeypatch.setattr(learning, "KEPT_S", 0.0)
    assert await _shown(store, ("Practitioner/newer", FALSE)) == [TRUE]


async def test_role_without_a_name_follows_its_practitioner_at_once(store: Repository) -> None:
    assert await _shown(store, ("PractitionerRole/plain", FALSE)) == [TRUE]
    async with store.writing(SYSTEM) as unit:
        unit.update(Practitioner(id="nadia", name=[HumanName(text="Nadia Roche")]))
    assert await _shown(store, ("PractitionerRole/plain", FALSE)) == ["Nadia Roche"]


async def test_name_read_before_it_was_changed_is_not_kept_after(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_names = learning.read_names

    async def change_after(*asked: Any) -> Any:
        found = await read_names(*asked)
        monkeypatch.setattr(learning, "read_names", read_names)
        async with store.writing(SYSTEM) as unit:
            unit.update(Organization(id="dac", name="DAC de Bourgogne"))
        return found

    monkeypatch.setattr(learning, "read_names", change_after)
    await _shown(store, ("Organization/dac", FALSE))
    assert await _shown(store, ("Organization/dac", FALSE)) == ["DAC de Bourgogne"]


async def test_platform_writes_what_it_is_given(store: Repository) -> None:
    assert await _shown(store, (NURSE.who, FALSE), by=SYSTEM) == [FALSE]
