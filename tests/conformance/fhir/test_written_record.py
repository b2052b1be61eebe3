"""What the pages write of a record's life and of its parts is valid in R4, fr-core and the guide of the circle."""

import pytest

from cordee.care.episode import acts as life
from cordee.care.episode.closing import ToClose, close, reopen
from cordee.care.sections import acts
from cordee.care.sections.parts import PARTS
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.json_value import read_json
from cordee.fhir.validation import validate
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.integration.care.test_sections import GIVEN
from tests.integration.care.village import COORDINATOR, GP, JEANNE, NURSE, build, door

pytestmark = [needs_shared, pytest.mark.shared]

GUIDES = ("ans.fhir.fr.cds-*", "ans.fhir.fr.annuaire-*", "hl7.fhir.fr.core-*")
SECONDS = 60.0
WRITTEN = sorted({kind.type for kinds in PARTS.values() for kind in kinds} | {"EpisodeOfCare", "Composition"})


async def live(store: Repository) -> None:
    """Write each kind of line, amended and ended, and a whole life of the record."""
    gp, claire = door(store, GP), door(store, COORDINATOR)
    for kinds in PARTS.values():
        for kind in kinds:
            ids = [
                (await acts.add(gp, JEANNE, kind, GIVEN[kind.slug], form_id=new_id()))[0] for _ in range(3)
            ]
            await acts.amend(gp, JEANNE, kind, ids[0], GIVEN[kind.slug], version=1, form_id=new_id())
            await acts.withdraw(gp, JEANNE, kind, ids[2])
            for reason, _ in kind.ends[:1]:
                await acts.end(gp, JEANNE, kind, ids[1], reason, version=1, form_id=new_id())
    own = next(kind for kinds in PARTS.values() for kind in kinds if kind.slug == "directives")
    await acts.add(door(store, f"Patient/{JEANNE}"), JEANNE, own, GIVEN[own.slug], form_id=new_id())
    await life.describe(
        claire,
        JEANNE,
        themes=[("frailty", "Fragilité")],
        criteria=[("carer", "Aidant")],
        expected_version=None,
    )
    await life.set_diagnoses(claire, JEANNE, ["heart"], expected_version=None)
    await life.change_referent(claire, JEANNE, NURSE, {NURSE: "Nadia Idrissi"}, expected_version=None)
    await life.suspend(claire, JEANNE, reason=("away", "Absence"), until=None, expected_version=None)
    await life.resume(claire, JEANNE)
    done = ToClose(reason=("stable", "Stable"), words="Tout <va> bien.\n& voilà")
    await close(claire, JEANNE, done, expected_version=None, form_id=new_id())
    await reopen(claire, JEANNE)
    await close(claire, JEANNE, done, expected_version=None, form_id=new_id())


async def test_everything_written_is_valid(database: Database) -> None:
    files = [file for guide in GUIDES for file in sorted((SHARED / "ig").glob(f"{guide}.tgz"))]
    registry = Registry(base_artefact(), tuple(compile_package(file.read_bytes()).artefact for file in files))
    store = Repository(database)
    await build(store)
    await live(store)

    shelves = await door(store, GP).shelves(JEANNE, dict.fromkeys(WRITTEN, 50))
    wrong: list[str] = []
    for type_ in WRITTEN:
        assert shelves[type_], type_
        for stored in shelves[type_]:
            wrong += [
                f"{type_}: {issue.expression} {issue.message_en}"
                for issue in validate(read_json(stored.content), (), registry, SECONDS)
                if issue.severity == "error"
            ]
    await store.close()
    assert "\n".join(sorted(set(wrong))) == ""
