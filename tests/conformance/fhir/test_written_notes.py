"""What the pages write of the notebook and of documents is valid in R4, fr-core and the ANS guides (cdl, pdsm)."""

import pytest

from cordee.care.documents import add_document, archive_document, published
from cordee.care.note_correcting import Correction, correct_note
from cordee.care.note_tasking import task_from_note
from cordee.care.note_writing import add_note
from cordee.care.notebook import NOTE_TYPES, InWords, is_note
from cordee.care.notebook.acknowledging import acknowledge
from cordee.fhir import encode, systems
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.json_value import read_json
from cordee.fhir.validation import validate
from cordee.kernel.ids import new_id
from cordee.store import Database, Repository
from tests.conformance.fhir.published import SHARED, needs_shared
from tests.integration.care.test_notebook import VOICE
from tests.integration.care.test_notes import picture
from tests.integration.care.village import COORDINATOR, DAUGHTER, GP, JEANNE, NURSE, build, door

pytestmark = [needs_shared, pytest.mark.shared]

GUIDES = ("ans.fhir.fr.cdl-*", "ans.fhir.fr.pdsm-*", "ans.fhir.fr.annuaire-*", "hl7.fhir.fr.core-*")
SECONDS = 60.0
WRITTEN = ("DocumentReference", "Communication", "Task")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Base R4 and the guides notes and documents speak of."""
    files = [file for guide in GUIDES for file in sorted((SHARED / "ig").glob(f"{guide}.tgz"))]
    return Registry(base_artefact(), tuple(compile_package(file.read_bytes()).artefact for file in files))


async def live(store: Repository) -> None:
    """Write a note of each type, replies, an acknowledgement, a correction; documents, a new version, one put aside."""
    head = ""
    for type_code in NOTE_TYPES:
        head = await add_note(
            door(store, NURSE), JEANNE, type_code=type_code, text="Œdèmes", is_urgent=type_code == "INST",
            audience_code="professionals", photos=[picture()], files=[VOICE, b"%PDF-1.4"],
            in_words=InWords(photos=("Chevilles gonflées",), is_transcript=True), form_id=new_id(),
        )  # fmt: skip
    for who in (GP, DAUGHTER):
        await add_note(
            door(store, who), JEANNE, type_code="GEN", text="", is_urgent=False, audience_code="circle",
            files=[VOICE], reply_to="" if who == DAUGHTER else head, form_id=new_id(),
        )  # fmt: skip
    await acknowledge(door(store, GP), JEANNE, head)
    await task_from_note(door(store, GP), JEANNE, head)
    corrected = Correction(
        type_code="OBS", text="Mieux", is_urgent=True, audience_code="not-carers", version=1
    )
    await correct_note(door(store, NURSE), JEANNE, head, corrected)
    for who, audience in ((COORDINATOR, "circle"), (GP, "professionals"), (DAUGHTER, "circle")):
        first = await add_document(
            door(store, who), JEANNE, title="Courrier", type_code="11488-4", content=b"%PDF-1.4",
            audience_code=audience, form_id=new_id(),
        )  # fmt: skip
        await add_document(
            door(store, who), JEANNE, title="Courrier corrigé", type_code="11488-4", content=picture(),
            audience_code=audience, form_id=new_id(), replaces=first,
        )  # fmt: skip
        await archive_document(door(store, who), JEANNE, first)


async def test_everything_written_is_valid(database: Database, registry: Registry) -> None:
    store = Repository(database)
    await build(store)
    await live(store)

    shelves = await door(store, NURSE).shelves(JEANNE, dict.fromkeys(WRITTEN, 50))
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
    shared = [
        await published(door(store, GP), JEANNE, stored.id)
        for stored in shelves["DocumentReference"]
        if stored.updated_by == GP and not is_note(stored.resource)
    ]
    assert len(shared) == 2
    for one in shared:
        content = read_json(encode(one))
        profiles.update(content["meta"]["profile"])
        wrong += [
            f"{issue.expression} {issue.message_en}"
            for issue in validate(content, (), registry, SECONDS)
            if issue.severity == "error"
        ]
    await store.close()
    assert "\n".join(wrong) == ""
    assert profiles >= {systems.NOTE_PROFILE, systems.DOCUMENT_PROFILE}
