"""Professionals sign in with Pro Santé Connect: each activity is a role, found in the directory or added to it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from cordee.access import Gate, Identity
from cordee.fhir import systems
from cordee.fhir.search import parse_query
from tests.http.providers import people
from tests.http.providers.running import Running
from tests.http.providers.walking import Walker


async def _identity(gate: Gate, number: str = f"8{people.NADIA_RPPS}") -> Identity:
    found = await gate.identities.find_by_link(systems.NATIONAL_PERSON_ID, number)
    assert found is not None
    return found


async def _found(gate: Gate, type_: str, *pairs: tuple[str, str]) -> Sequence[Any]:
    return (await gate.system_door("test").search(parse_query(type_, pairs))).rows


async def test_several_activities_are_roles_to_choose_from(gate: Gate, somebody: Walker) -> None:
    answer = await somebody.sign_in("nadia", rest="?suite=/demandes")
    assert answer.headers["location"] == "/connexion/role?suite=/demandes"
    page = await somebody.follow(answer)
    assert "Bonjour Nadia Idrissi" in page.text
    assert "Cabinet infirmier des Remparts" in page.text
    assert "CENTRE HOSPITALIER D AUTUN" in page.text
    assert "Infirmière libérale" in page.text
    elsewhere = await somebody.here.get("/dossiers")
    assert elsewhere.headers["location"] == "/connexion/role?suite=/dossiers"

    roles = await gate.identities.accounts_of((await _identity(gate)).id)
    assert [(one.who, one.role) for one in roles if one.organization == "Organization/cabinet"] == [
        ("PractitionerRole/nadia-cabinet", "nurse")
    ]
    before = dict(somebody.here.cookies)["cordee_session"]
    chosen = await somebody.here.post("/connexion/role", data={"role": roles[1].id, "suite": "/demandes"})
    assert chosen.headers["location"] == "/demandes"
    assert dict(somebody.here.cookies)["cordee_session"] != before
    assert (await somebody.here.get("/demandes")).status_code == 200


async def test_one_activity_leads_straight_on_and_enters_the_directory(gate: Gate, somebody: Walker) -> None:
    answer = await somebody.sign_in("paul", rest="?suite=/dossiers")
    assert answer.headers["location"] == "/dossiers"
    (account,) = await gate.identities.accounts_of((await _identity(gate, "810009900002")).id)
    assert (account.name, account.role, account.organization_name) == (
        "Dr Paul Girard",
        "gp",
        "CABINET DU DR GIRARD",
    )
    (role,) = await _found(gate, "PractitionerRole", ("_id", account.who.rpartition("/")[2]))
    assert role.resource.practitioner.display == "Dr Paul Girard"
    assert len(await _found(gate, "Practitioner", ("identifier", f"{systems.RPPS}|10009900002"))) == 1


async def test_two_first_sign_ins_at_once_make_everything_once(
    gate: Gate, somebody: Walker, another: Walker
) -> None:
    answers = await asyncio.gather(*(one.sign_in("paul") for one in (somebody, another)))
    assert [one.status_code for one in answers] == [303, 303]
    assert len(await _found(gate, "Practitioner", ("identifier", f"{systems.RPPS}|10009900002"))) == 1
    assert len(await _found(gate, "Organization", ("identifier", "R719001"))) == 1
    assert len(await gate.identities.accounts_of((await _identity(gate, "810009900002")).id)) == 1


async def test_signing_in_again_changes_nothing(gate: Gate, somebody: Walker, another: Walker) -> None:
    await somebody.sign_in("nadia")
    before = await gate.identities.accounts_of((await _identity(gate)).id)
    await another.sign_in("nadia")
    assert await gate.identities.accounts_of((await _identity(gate)).id) == before


async def test_activity_that_is_over_closes_its_role_and_comes_back_the_same(
    gate: Gate, running: Running, somebody: Walker, another: Walker
) -> None:
    await somebody.sign_in("nadia")
    identity = await _identity(gate)
    hospital = next(
        one
        for one in await gate.identities.accounts_of(identity.id)
        if "HOSPITALIER" in one.organization_name
    )
    await somebody.here.post("/connexion/role", data={"role": hospital.id})
    assert (await somebody.here.get("/dossiers")).status_code == 200

    only = {"exercices": [people.exercise("60", people.NURSE_AT_HOME)]}
    running.misbehave("psc", claims={"SubjectRefPro": only})
    assert (await another.sign_in("nadia")).headers["location"] == "/"
    assert [one.organization for one in await gate.identities.accounts_of(identity.id)] == [
        "Organization/cabinet"
    ]
    assert (await somebody.here.get("/dossiers")).headers["location"] == "/connexion/role?suite=/dossiers"

    running.misbehave("psc")
    await another.sign_in("nadia")
    assert hospital.id in {one.id for one in await gate.identities.accounts_of(identity.id)}


async def test_who_exercises_nothing_is_refused_and_told_what_to_do(somebody: Walker) -> None:
    for login in ("secretaire", "etudiant"):
        answer = await somebody.sign_in(login)
        assert answer.status_code == 403
        assert "ne vous déclare aucun exercice professionnel" in answer.text
        assert "cordee_session" not in somebody.here.cookies


async def test_who_stops_exercising_loses_every_role(gate: Gate, running: Running, somebody: Walker) -> None:
    await somebody.sign_in("nadia")
    identity = await _identity(gate)
    running.misbehave("psc", claims={"SubjectRefPro": {"exercices": []}})
    assert (await somebody.sign_in("nadia")).status_code == 403
    assert await gate.identities.accounts_of(identity.id) == []


async def test_profession_without_role_in_the_territory_is_refused(gate: Gate, somebody: Walker) -> None:
    answer = await somebody.sign_in("opticien")
    assert answer.status_code == 403
    assert "n’a pas encore de rôle dans ce territoire" in answer.text
    assert await _found(gate, "Organization", ("identifier", "90000000100011")) == []


async def test_role_the_directory_ended_is_not_given_again(gate: Gate, somebody: Walker) -> None:
    door = gate.system_door("test")
    role = (await door.read("PractitionerRole", "nadia-cabinet")).resource
    role.active = False
    async with door.writing() as unit:
        unit.update(role)
    await somebody.sign_in("nadia")
    accounts = await gate.identities.accounts_of((await _identity(gate)).id)
    assert ["HOSPITALIER" in one.organization_name for one in accounts] == [True]


async def test_coordinator_of_the_directory_stays_one(gate: Gate, somebody: Walker) -> None:
    door = gate.system_door("test")
    role = (await door.read("PractitionerRole", "nadia-cabinet")).resource
    role.code[0].coding[0].code = "coordinator"
    async with door.writing() as unit:
        unit.update(role)
    await somebody.sign_in("nadia")
    accounts = await gate.identities.accounts_of((await _identity(gate)).id)
    assert {one.role for one in accounts if one.organization == "Organization/cabinet"} == {"coordinator"}
