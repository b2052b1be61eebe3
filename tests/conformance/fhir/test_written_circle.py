"""What the pages write of a circle and of consents is valid in R4, fr-core and the ANS guide of the circle."""

from datetime import timedelta

import pytest

from cordee.access import Door
from cordee.care.circle_agreement import Agreement
from cordee.care.circle_answering import answer_ask
from cordee.care.circle_asking import Asking, ask_to_join, look_for_circle
from cordee.care.circle_joining import Joining, add_professional, add_relative, add_structure
from cordee.care.circle_leaving import end_membership
from cordee.care.circle_members import Relative
from cordee.care.consent.evidence import Collected
from cordee.care.consent.recording import record_information, record_permission, record_refusal
from cordee.care.consent.shape import Recipient
from cordee.care.consent.withdrawing import withdraw
from cordee.care.elements import day
from cordee.care.strict_traits import StrictTraits
from cordee.fhir import systems
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.json_value import read_json
from cordee.fhir.r4 import CareTeam, Identifier, Meta
from cordee.fhir.validation import validate
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository, system_asker
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.integration.care.village import (
    COORDINATOR,
    DAC,
    DAUGHTER,
    GP,
    JEANNE,
    NURSE,
    OTHER_NURSE,
    SOCIAL,
    TEAM,
    build,
    door,
)

pytestmark = [needs_shared, pytest.mark.shared]

GUIDES = ("ans.fhir.fr.cds-*", "ans.fhir.fr.annuaire-*", "hl7.fhir.fr.core-*")
SECONDS = 60.0
YESTERDAY = now().date() - timedelta(days=1)
WRITTEN = ("CareTeam", "RelatedPerson", "Consent", "Task", "EpisodeOfCare")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Base R4 and the guides a circle speaks of."""
    files = [file for guide in GUIDES for file in sorted((SHARED / "ig").glob(f"{guide}.tgz"))]
    return Registry(base_artefact(), tuple(compile_package(file.read_bytes()).artefact for file in files))


def joining(**more: bool) -> Joining:
    return Joining(since=YESTERDAY, agreement=Agreement(how="present", words="oui"), form_id=new_id(), **more)


def given() -> Collected:
    return Collected(
        given_by=f"Patient/{JEANNE}", how="written", at=now(), notice="urn:cordee:information-notice:test:1",
        form_id=new_id(), scan=b"%PDF-1.4",
    )  # fmt: skip


async def declare(store: Repository) -> None:
    """Give the village's circle what the profile asks of one that is opened here."""
    team: CareTeam = (await store.read(system_asker("test"), "CareTeam", TEAM)).resource
    team.meta = Meta(profile=[systems.CARE_TEAM_PROFILE])
    team.identifier = [Identifier(system=systems.CARE_TEAM_IDENTIFIER, value=TEAM)]
    team.name = "Cercle de soins de Mme Jeanne MOREAU"
    async with store.writing(system_asker("test")) as unit:
        unit.update(team)


async def live(store: Repository) -> None:
    """Carry out every act of the circle and of consent once."""
    gp, claire, jeanne = door(store, GP), door(store, COORDINATOR), door(store, f"Patient/{JEANNE}")
    await add_professional(gp, JEANNE, OTHER_NURSE, joining(is_outside=True))
    await add_structure(gp, JEANNE, DAC, joining())
    await end_membership(claire, JEANNE, DAUGHTER, reason="moved", expected_version=None)
    for role, more in (
        ("CAREGIVER", {}), ("QUAL", {"is_designated_in_writing": True}), ("GUARD", {"mandate": "tutelle"}),
    ):  # fmt: skip
        relative = Relative(
            given="Luc", family="Moreau", relation="son fils", role=role, phone="06 11 22 33 44", **more
        )  # type: ignore[arg-type]
        await add_relative(gp, JEANNE, relative, joining())
    await end_membership(claire, JEANNE, NURSE, reason="replaced", expected_version=None)
    born_on = day("1942-03-12")
    assert born_on is not None
    traits = StrictTraits(family="Lambert", given="Jeanne", born_on=born_on, gender="female")
    ask_id = new_id()
    await ask_to_join(door(store, NURSE), Asking(traits=traits, reason="home", words="Soins"), form_id=ask_id)
    await look_for_circle(Door(store, system_asker("test"), None), ask_id)
    await answer_ask(claire, JEANNE, ask_id, agreement=Agreement(how="phone"))
    await record_information(gp, JEANNE, given())
    outside = [Recipient(reference=OTHER_NURSE, display="Zoé Ailleurs")]
    await record_permission(gp, JEANNE, outside, given(), categories=["plan"], ends="2027-01-01")
    home_help = [Recipient(reader_class="home_help", display="Aide à domicile")]
    refused = await record_refusal(jeanne, JEANNE, home_help, given(), categories=["social"])
    await record_refusal(jeanne, JEANNE, [Recipient(reference=SOCIAL)], given())
    await withdraw(jeanne, JEANNE, refused, given())


async def test_everything_written_is_valid(database: Database, registry: Registry) -> None:
    store = Repository(database)
    await build(store)
    await declare(store)
    await live(store)

    shelves = await door(store, GP).shelves(JEANNE, dict.fromkeys(WRITTEN, 50))
    wrong: list[str] = []
    profiles: set[str] = set()
    for type_ in WRITTEN:
        assert shelves[type_]
        for stored in shelves[type_]:
            content = read_json(stored.content)
            profiles.update(content.get("meta", {}).get("profile", ()))
            wrong += [
                f"{type_}: {issue.expression} {issue.message_en}"
                for issue in validate(content, (), registry, SECONDS)
                if issue.severity == "error"
            ]
    await store.close()
    assert "\n".join(wrong) == ""
    assert profiles >= {systems.CARE_TEAM_PROFILE, systems.RELATED_PERSON_PROFILE}
