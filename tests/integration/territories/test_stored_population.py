"""The imagined people go into the real store, and the cast sees what its circles say."""

from datetime import date

from cordee.access import Actor, Gate
from cordee.fhir.r4 import Resource
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from cordee.territories import load
from cordee.territories.people import CastMember, demo_cast
from cordee.territories.populate import populate

PEOPLE = 12
TODAY = date.today()  # noqa: DTZ011 - circles are dated in whole days around now


async def test_the_population_is_stored_and_seen_by_its_circles(database: Database) -> None:
    repository = Repository(database)
    gate = Gate(repository, Settings.from_environment({"CORDEE_DEMO": "1"}))
    territory = load("nord-saone-et-loire")
    door = gate.system_door("population")

    async def write(resources: list[Resource]) -> None:
        async with door.writing() as unit:
            for resource in resources:
                unit.put(resource)

    try:
        await populate(write, territory, PEOPLE, 1, TODAY, lambda done, total: None)
        cast = {member.login: member for member in demo_cast(territory, 1)}
        first = (cast["marguerite.pernot"].patient or "").partition("/")[2]
        seen = {login: await _sees(gate, member, first) for login, member in cast.items()}
    finally:
        await repository.close()
    nobody = {login for login, sees in seen.items() if not sees}
    assert nobody == {"julien.morizot", "aude.lacombe", "referente-vie-privee"}


async def _sees(gate: Gate, member: CastMember, patient_id: str) -> bool:
    account = Actor(
        id=member.who.rpartition("/")[2],
        login=member.login,
        name=member.name,
        kind=member.kind,
        role=member.role or "",
        role_label=member.role_label,
        who=member.who,
        keys=member.keys,
        organization=member.organization or "",
        organization_name=member.structure,
    )
    await gate.save_account(account, is_demo=True)
    session = await gate.sign_in_demo(member.login, "test")
    return await (await gate.door_for_session(session.token)).sees(patient_id)
