"""What came of an entry is hidden, past versions too, from whom the entry comes to be hidden from."""

import json
from typing import Any

import pytest

from cordee.fhir import decode, systems
from cordee.fhir.r4 import Binary, Reference
from cordee.kernel.errors import NotFoundError
from cordee.kernel.ids import new_id, part_id
from cordee.store import Repository, narrowing, system_asker
from tests.integration.store.people import GP, NURSE, SOCIAL, asker, note, patient, team

SYSTEM = system_asker("test")
ABOUT = {"reference": "Patient/jeanne"}
SOURCE = "DocumentReference/note"
PHOTO = new_id()
FROM_NOTE: dict[str, dict[str, Any]] = {
    "Task/todo": {"status": "requested", "intent": "order", "for": ABOUT, "reasonReference": {"reference": SOURCE}},
    "Communication/told": {"status": "completed", "subject": ABOUT, "about": [{"reference": SOURCE}]},
    "Communication/read": {"status": "completed", "subject": ABOUT, "partOf": [{"reference": f"{SOURCE}/_history/1"}]},
    "DocumentReference/reply": {
        "status": "current", "subject": ABOUT, "content": [{"attachment": {"contentType": "text/plain"}}],
        "relatesTo": [{"code": "appends", "target": {"reference": SOURCE}}],
    },
}  # fmt: skip
FROM_TASK: dict[str, dict[str, Any]] = {
    "Task/next": {
        "status": "requested",
        "intent": "order",
        "for": ABOUT,
        "focus": {"reference": "Task/todo"},
    },
}
NOTHING_OF_IT: dict[str, dict[str, Any]] = {
    "Task/other": {"status": "requested", "intent": "order", "for": ABOUT, "description": f"voir {SOURCE}"},
    "Task/elsewhere": {
        "status": "requested", "intent": "order", "for": ABOUT,
        "reasonReference": {"reference": f"https://elsewhere.example/{SOURCE}"},
    },
}  # fmt: skip
CAME = [*FROM_NOTE, *FROM_TASK, f"Binary/{PHOTO}", f"Binary/{part_id(PHOTO, 'thumbnail')}"]
CHAIN = 15
HIDDEN = {"security": [{"system": systems.VISIBILITY, "code": "MASQUE_PSOCIAL"}]}


def _made(reference: str, elements: dict[str, Any]) -> Any:
    type_, _, id_ = reference.partition("/")
    return decode(json.dumps({"resourceType": type_, "id": id_, **elements}).encode(), type_)


def _written() -> Any:
    one = note("note")
    one.content[0].attachment.url = f"Binary/{PHOTO}"
    return one


@pytest.fixture
async def store(repository: Repository) -> Repository:
    """Jeanne's record with a note of the doctor, a photo joined to it and what came of it, the task last by SOCIAL."""
    async with repository.writing(SYSTEM) as unit:
        unit.create(patient("paul", "Petit"))
        unit.create(team("paul"))
    async with repository.writing(asker(GP)) as unit:
        for id_ in (PHOTO, part_id(PHOTO, "thumbnail")):
            context = Reference(reference="Patient/jeanne")
            unit.create(Binary(id=id_, contentType="image/png", data="aGk=", securityContext=context))
        unit.create(_written())
        for reference, elements in {**FROM_NOTE, **FROM_TASK, **NOTHING_OF_IT}.items():
            unit.create(_made(reference, elements))
    async with repository.writing(asker(SOCIAL)) as unit:
        unit.update(_made("Task/todo", FROM_NOTE["Task/todo"] | {"note": [{"text": "fait"}]}))
    return repository


async def _narrow(store: Repository, reference: str = SOURCE) -> None:
    type_, _, id_ = reference.partition("/")
    found = json.loads((await store.read(asker(GP), type_, id_)).content)
    async with store.writing(asker(GP)) as unit:
        unit.update(_made(reference, {**found, "meta": HIDDEN}))


async def _seen(store: Repository, who: Any, references: list[str]) -> set[str]:
    return set(await store.read_many(asker(who), references))


async def test_label_put_on_a_note_hides_what_came_of_it_and_nothing_else(store: Repository) -> None:
    everything = [SOURCE, *CAME, *NOTHING_OF_IT]
    assert await _seen(store, SOCIAL, everything) == set(everything)
    await _narrow(store)
    assert await _seen(store, SOCIAL, everything) == set(NOTHING_OF_IT)
    assert await _seen(store, NURSE, everything) == set(everything)
    stored = await store.read(asker(NURSE), "Task", "todo")
    assert (stored.updated_by, stored.resource.note[0].text) == ("system", "fait")


async def test_what_came_of_what_came_of_it_is_hidden_however_far(store: Repository) -> None:
    chain = [f"Task/c{number}" for number in range(CHAIN)]
    async with store.writing(asker(GP)) as unit:
        for source, reference in zip(["Task/todo", *chain], chain, strict=False):
            unit.create(_made(reference, FROM_TASK["Task/next"] | {"focus": {"reference": source}}))
    assert await _seen(store, SOCIAL, chain) == set(chain)
    await _narrow(store)
    assert await _seen(store, SOCIAL, chain) == set()


async def test_past_versions_of_what_came_of_it_tell_nothing_even_to_who_wrote_them(
    store: Repository,
) -> None:
    assert (await store.vread(asker(SOCIAL), "Task", "todo", 2)).updated_by == SOCIAL.who
    await _narrow(store)
    for version in (1, 2, 3):
        with pytest.raises(NotFoundError):
            await store.vread(asker(SOCIAL), "Task", "todo", version)
    with pytest.raises(NotFoundError):
        await store.history(asker(SOCIAL), "Task", "todo")
    assert [one.version for one in (await store.history(asker(NURSE), "Task", "todo")).rows] == [3, 2, 1]


async def test_label_put_again_or_taken_away_writes_nothing_more(store: Repository) -> None:
    await _narrow(store)
    await _narrow(store)
    async with store.writing(asker(GP)) as unit:
        unit.update(_written())
    assert (await store.read(asker(NURSE), "Task", "todo")).version == 3
    assert await _seen(store, SOCIAL, [SOURCE, *CAME]) == {SOURCE}


async def test_versions_of_a_plan_follow_the_goal_they_hold(store: Repository) -> None:
    goal = {"lifecycleStatus": "active", "description": {"text": "Sortir"}, "subject": ABOUT}
    head = {
        "resourceType": "Composition", "status": "final", "date": "2026-11-20", "title": "Plan", "subject": ABOUT,
        "type": {"coding": [{"system": systems.LOINC, "code": "18776-5"}]}, "author": [{"display": "DAC"}],
    }  # fmt: skip
    held = {"resourceType": "Goal", "id": "out", **goal}
    act = {
        "target": [{"reference": "Bundle/version"}, ABOUT], "recorded": "2026-11-20T10:00:00Z",
        "agent": [{"who": {"display": "DAC"}}],
    }  # fmt: skip
    async with store.writing(SYSTEM) as unit:
        unit.create(_made("Goal/out", goal))
        unit.create(
            _made("Bundle/version", {"type": "document", "entry": [{"resource": head}, {"resource": held}]})
        )
        unit.create(_made("Provenance/act", act))
    assert await _seen(store, SOCIAL, ["Goal/out", "Bundle/version"]) == {"Goal/out", "Bundle/version"}
    await _narrow(store, "Goal/out")
    assert await _seen(store, SOCIAL, ["Goal/out", "Bundle/version", "Provenance/act"]) == set()
    assert await _seen(store, NURSE, ["Goal/out", "Bundle/version"]) == {"Goal/out", "Bundle/version"}


async def test_what_came_of_it_in_another_record_is_left(store: Repository) -> None:
    theirs = {"status": "requested", "intent": "order", "for": {"reference": "Patient/paul"}}
    async with store.writing(SYSTEM) as unit:
        unit.create(_made("Task/paul", theirs | {"reasonReference": {"reference": SOURCE}}))
    await _narrow(store)
    assert await _seen(store, SOCIAL, ["Task/paul"]) == {"Task/paul"}


async def test_what_comes_of_a_labelled_entry_carries_its_labels_whoever_sends_it(store: Repository) -> None:
    await _narrow(store)
    fresh = {"Task/fresh": FROM_NOTE["Task/todo"], "Communication/fresh": FROM_NOTE["Communication/told"]}
    for reference, elements in fresh.items():
        async with store.writing(asker(NURSE)) as unit:
            unit.create(_made(reference, elements))
    assert await _seen(store, SOCIAL, [*fresh]) == set()
    assert await _seen(store, NURSE, [*fresh]) == set(fresh)
    head = {
        "status": "current",
        "subject": ABOUT,
        "meta": HIDDEN,
        "content": [{"attachment": {"title": "x"}}],
    }
    reason = {"reasonReference": {"reference": "DocumentReference/head"}}
    within = {"DocumentReference/head": head, "Task/within": FROM_NOTE["Task/todo"] | reason}
    async with store.writing(asker(NURSE)) as unit:
        for reference, elements in within.items():
            unit.put(_made(reference, elements))
    assert await _seen(store, SOCIAL, [*within]) == set()


async def test_file_joined_to_what_comes_of_a_labelled_entry_carries_its_labels(store: Repository) -> None:
    await _narrow(store)
    file = new_id()
    reply = FROM_NOTE["DocumentReference/reply"] | {"content": [{"attachment": {"url": f"Binary/{file}"}}]}
    async with store.writing(asker(NURSE)) as unit:
        context = Reference(reference="Patient/jeanne")
        unit.create(Binary(id=file, contentType="image/png", data="aGk=", securityContext=context))
        unit.create(_made("DocumentReference/with-file", reply))
    assert await _seen(store, SOCIAL, [f"Binary/{file}", "DocumentReference/with-file"]) == set()


async def test_labels_that_came_with_an_entry_are_not_taken_off_by_a_later_write(store: Repository) -> None:
    await _narrow(store)
    for write in ("update", "put"):
        async with store.writing(asker(NURSE)) as unit:
            getattr(unit, write)(_made("Task/todo", FROM_NOTE["Task/todo"] | {"note": [{"text": write}]}))
        assert await _seen(store, SOCIAL, ["Task/todo"]) == set()
        stored = await store.read(asker(NURSE), "Task", "todo")
        assert [one.code for one in stored.resource.meta.security] == ["MASQUE_PSOCIAL"]


async def test_naming_an_entry_one_does_not_see_tells_nothing_of_it(store: Repository) -> None:
    await _narrow(store)
    for id_, named in (("unseen", SOURCE), ("absent", "DocumentReference/absent")):
        async with store.writing(asker(SOCIAL)) as unit:
            unit.create(
                _made(f"Task/{id_}", FROM_NOTE["Task/todo"] | {"reasonReference": {"reference": named}})
            )
        stored = await store.read(asker(SOCIAL), "Task", id_)
        assert (stored.version, stored.resource.meta.security) == (1, None)


JOINS: dict[str, Any] = {
    "status": "current", "subject": ABOUT, "content": [{"attachment": {"url": "Binary/file"}}],
}  # fmt: skip


@pytest.fixture
async def filed(store: Repository) -> Repository:
    """A file of the doctor's, stored by itself, and their letter that joins it."""
    async with store.writing(asker(GP)) as unit:
        unit.create(
            _made("Binary/file", {"contentType": "text/plain", "data": "aGk=", "securityContext": ABOUT})
        )
        unit.create(_made("DocumentReference/letter", JOINS))
    return store


async def test_nobody_hides_a_file_of_somebody_else_by_joining_it(filed: Repository) -> None:
    told = {
        "status": "completed", "subject": ABOUT, "sender": {"reference": NURSE.who},
        "payload": [{"contentAttachment": {"url": "Binary/file"}}],
    }  # fmt: skip
    for reference, elements in (("DocumentReference/mine", JOINS), ("Communication/mine", told)):
        for labels in ({}, {"meta": HIDDEN}):
            async with filed.writing(asker(NURSE)) as unit:
                unit.put(_made(reference, elements | labels))
    assert await _seen(filed, SOCIAL, ["Binary/file", "DocumentReference/mine", "Communication/mine"]) == {
        "Binary/file"
    }


async def test_file_stored_before_what_joins_it_follows_the_labels_it_is_written_under(
    filed: Repository,
) -> None:
    async with filed.writing(asker(GP)) as unit:
        unit.create(_made("DocumentReference/born", JOINS | {"meta": HIDDEN}))
    assert await _seen(filed, SOCIAL, ["DocumentReference/born", "Binary/file"]) == set()
    assert await _seen(filed, NURSE, ["DocumentReference/born", "Binary/file"]) == {
        "DocumentReference/born",
        "Binary/file",
    }


async def test_what_is_new_costs_a_look_for_its_files_and_none_through_the_record(
    store: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    plain = narrowing.fetch

    async def counted(connection: Any, text: str, values: dict[str, Any]) -> Any:
        sent.append(text)
        return await plain(connection, text, values)

    monkeypatch.setattr(narrowing, "fetch", counted)
    async with store.writing(asker(GP)) as unit:
        unit.create(_made("Task/alone", NOTHING_OF_IT["Task/other"] | {"meta": HIDDEN}))
    assert sent == []
    file = {"contentType": "text/plain", "data": "aGk=", "securityContext": ABOUT}
    async with store.writing(asker(GP)) as unit:
        unit.create(_made("Binary/file", file | {"meta": HIDDEN}))
        unit.create(_made("DocumentReference/letter", JOINS | {"meta": HIDDEN}))
    assert ["strpos" in text for text in sent] == [False]
    await _narrow(store)
    assert any("strpos" in text for text in sent)


async def test_file_stored_before_follows_the_labels_its_document_takes_over(filed: Repository) -> None:
    await _narrow(filed)
    reply = JOINS | {"relatesTo": [{"code": "appends", "target": {"reference": SOURCE}}]}
    async with filed.writing(asker(GP)) as unit:
        unit.create(_made("DocumentReference/answer", reply))
    assert await _seen(filed, SOCIAL, ["DocumentReference/answer", "Binary/file"]) == set()


async def test_labels_tell_nothing_of_what_one_does_not_see(store: Repository) -> None:
    async with store.writing(asker(GP)) as unit:
        for id_ in ("secret", "gone"):
            unit.create(note(id_, "MASQUE_PSOCIAL"))
    async with store.writing(asker(GP)) as unit:
        unit.delete("DocumentReference", "gone")
    for id_ in ("secret", "gone", "absent"):
        named = FROM_NOTE["Task/todo"] | {"reasonReference": {"reference": f"DocumentReference/{id_}"}}
        for labels in ({"meta": HIDDEN}, {}):
            async with store.writing(asker(SOCIAL)) as unit:
                unit.put(_made(f"Task/{id_}", named | labels))
        stored = (await store.read(SYSTEM, "Task", id_)).resource
        assert [one.code for one in stored.meta.security] == ["MASQUE_PSOCIAL"], id_
