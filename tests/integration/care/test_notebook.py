"""The notebook: conversations, what is looked for, who said they read, corrections, voices, the paper of a period."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from cordee.care.chart import open_chart
from cordee.care.errors import CareError, NotADocumentError, UnknownChoiceError
from cordee.care.files import read_content
from cordee.care.note_correcting import Correction, correct_note, versions_of
from cordee.care.note_tasking import drop_task, task_from_note
from cordee.care.notebook import Note, Notebook, Wanted, show_notebook
from cordee.care.notebook.acknowledging import acknowledge, take_back
from cordee.care.notebook.printing import notebook_paper
from cordee.care.plan_writing import add_action, add_goal
from cordee.care.print import make_pdf
from cordee.care.tasks import NewTask, add_task
from cordee.fhir import systems
from cordee.fhir.r4 import CareTeam, CareTeamParticipant, Coding, Goal, Meta, Patient, Period, Reference
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Repository, system_asker
from tests.integration.care.test_notes import write
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, door

VOICE = b"\x1a\x45\xdf\xa3" + b"webm A_OPUS" + bytes(200)
PARIS = ZoneInfo("Europe/Paris")


async def show(store: Repository, who: str, *, count: int = 30, **wanted: object) -> Notebook:
    """Return what somebody finds in the notebook."""
    opened = door(store, who)
    chart = await open_chart(opened, JEANNE)
    return await show_notebook(opened, chart, None, Wanted(**wanted), count=count)  # type: ignore[arg-type]


async def texts(store: Repository, who: str, **wanted: object) -> list[str]:
    """Return the texts somebody finds, newest first."""
    return [note.text for note in (await show(store, who, **wanted)).notes]


async def one(store: Repository, who: str) -> Note:
    """Return the only conversation somebody sees."""
    (note,) = (await show(store, who)).notes
    return note


def correction(text: str, *, version: int = 1, audience: str = "circle", urgent: bool = False) -> Correction:
    """Return a correction of an observation."""
    return Correction(type_code="OBS", text=text, is_urgent=urgent, audience_code=audience, version=version)


async def test_filters_find_by_type_author_urgency_and_period(store: Repository) -> None:
    await write(store, NURSE, "Pansement refait.", type_code="INTERV")
    await write(store, GP, "Peser chaque matin.", type_code="INST", is_urgent=True)
    today = now().astimezone(PARIS).date()

    assert await texts(store, SOCIAL, type="INST") == ["Peser chaque matin."]
    assert await texts(store, SOCIAL, author=NURSE) == ["Pansement refait."]
    assert await texts(store, SOCIAL, urgent=True) == ["Peser chaque matin."]
    assert len(await texts(store, SOCIAL, since=today, until=today)) == 2
    assert await texts(store, SOCIAL, until=today - timedelta(days=1)) == []


async def test_words_are_found_in_any_form_and_beyond_the_summary(store: Repository) -> None:
    await write(store, NURSE, "A" + " mot" * 60 + ". Œdèmes des chevilles ce soir.")
    await write(store, GP, "Rien à signaler.")

    assert len(await texts(store, SOCIAL, words="cheville")) == 1
    assert len(await texts(store, SOCIAL, words="oedeme")) == 1
    assert await texts(store, SOCIAL, words="clé") == []


async def test_words_of_a_note_hidden_from_somebody_are_not_found_by_them(store: Repository) -> None:
    await write(store, NURSE, "Suspicion de maltraitance.", audience_code="professionals")

    assert await texts(store, DAUGHTER, words="maltraitance") == []
    assert len(await texts(store, GP, words="maltraitance")) == 1


async def test_reply_lifts_its_conversation_and_older_pages_do_not_repeat_it(store: Repository) -> None:
    head = await write(store, NURSE, "Tête")
    for number in range(3):
        await write(store, GP, f"Milieu {number}")
    await write(store, SOCIAL, "Réponse", reply_to=head)

    opened = door(store, GP)
    chart = await open_chart(opened, JEANNE)
    first = await show_notebook(opened, chart, count=2)
    lifted = first.notes[0]
    assert (lifted.text, [reply.text for reply in lifted.replies]) == ("Tête", ["Réponse"])
    rest: list[str] = []
    cursor = first.cursor
    while cursor:
        page = await show_notebook(opened, chart, cursor, count=2)
        rest += [note.text for note in page.notes]
        cursor = page.cursor
    assert "Tête" not in rest
    assert {"Milieu 0", "Milieu 1"} <= set(rest)


async def test_reply_to_a_reply_stands_in_the_same_conversation(store: Repository) -> None:
    head = await write(store, NURSE, "Tête")
    reply = await write(store, GP, "Réponse", reply_to=head)
    await write(store, NURSE, "Merci", reply_to=reply)

    assert [one.text for one in (await one(store, GP)).replies] == ["Réponse", "Merci"]


async def test_acknowledgement_is_seen_by_who_reads_the_note_and_can_be_taken_back(store: Repository) -> None:
    note_id = await write(store, NURSE, audience_code="not-carers")
    assert (await one(store, GP)).is_new

    await acknowledge(door(store, GP), JEANNE, note_id)
    await acknowledge(door(store, GP), JEANNE, note_id)

    assert (await one(store, NURSE)).read_by == ("Dr Paul Girard",)
    mine = await one(store, GP)
    assert (mine.is_new, mine.i_said_so) == (False, True)
    query = parse_query("Communication", [("category", f"{systems.NOTE_READING}|read")])
    assert len((await door(store, SOCIAL).search(query)).rows) == 1
    assert (await door(store, DAUGHTER).search(query)).rows == []
    await take_back(door(store, GP), JEANNE, note_id)
    assert (await one(store, NURSE)).read_by == ()


async def test_note_hidden_from_somebody_cannot_be_acknowledged_by_them(store: Repository) -> None:
    note_id = await write(store, NURSE, audience_code="not-carers")

    for who in (DAUGHTER, OTHER_NURSE):
        with pytest.raises(NotFoundError):
            await acknowledge(door(store, who), JEANNE, note_id)


async def test_unread_leaves_out_mine_and_what_i_said_i_read(store: Repository) -> None:
    read = await write(store, NURSE, "Lue")
    await write(store, SOCIAL, "À lire")
    await write(store, GP, "La mienne")
    await acknowledge(door(store, GP), JEANNE, read)

    assert await texts(store, GP, unread=True) == ["À lire"]
    await door(store, GP).mark_visited(JEANNE)
    assert await texts(store, GP, unread=True) == []


async def test_correction_keeps_what_was_said_and_is_to_be_read_again(store: Repository) -> None:
    note_id = await write(store, NURSE, "Poids 62 kg", files=[VOICE])
    await acknowledge(door(store, GP), JEANNE, note_id)

    await correct_note(door(store, NURSE), JEANNE, note_id, correction("Poids 64 kg"))

    shown = await one(store, GP)
    assert (shown.text, shown.is_corrected, shown.is_new) == ("Poids 64 kg", True, True)
    assert [piece.form for piece in shown.pieces] == ["voice"]
    assert shown.read_by == ()
    chart = await open_chart(door(store, GP), JEANNE)
    said = await versions_of(door(store, GP), chart, note_id)
    assert [(one.number, one.text) for one in said] == [(2, "Poids 64 kg"), (1, "Poids 62 kg")]


async def test_only_the_author_corrects_and_not_over_another_change(store: Repository) -> None:
    note_id = await write(store, NURSE, "Poids 62 kg")

    with pytest.raises(ForbiddenError):
        await correct_note(door(store, GP), JEANNE, note_id, correction("Autre"))
    await correct_note(door(store, NURSE), JEANNE, note_id, correction("Poids 64 kg"))
    with pytest.raises(VersionConflictError):
        await correct_note(door(store, NURSE), JEANNE, note_id, correction("Poids 65 kg", version=1))


async def test_correction_of_the_audience_hides_what_is_joined_too(store: Repository) -> None:
    note_id = await write(store, NURSE, "Plaie", files=[VOICE])
    (piece,) = (await one(store, DAUGHTER)).pieces

    await correct_note(door(store, NURSE), JEANNE, note_id, correction("Plaie", audience="not-carers"))

    with pytest.raises(NotFoundError):
        await read_content(door(store, DAUGHTER), JEANNE, piece.binary_id)
    assert (await read_content(door(store, GP), JEANNE, piece.binary_id)).data == VOICE
    chart = await open_chart(door(store, DAUGHTER), JEANNE)
    with pytest.raises(NotFoundError):
        await versions_of(door(store, DAUGHTER), chart, note_id)


async def test_voice_alone_is_a_note_and_a_film_is_not(store: Repository) -> None:
    await write(store, NURSE, "", files=[VOICE])

    note = await one(store, GP)
    assert (note.text, [piece.kind for piece in note.pieces]) == ("Message vocal", ["audio/webm"])
    with pytest.raises(NotADocumentError):
        await write(store, NURSE, "", files=[b"\x1a\x45\xdf\xa3 webm A_OPUS V_VP8" + bytes(50)])
    with pytest.raises(CareError):
        await write(store, NURSE, "")


async def test_note_becomes_my_task_once_and_back(store: Repository) -> None:
    note_id = await write(store, NURSE, "Rappeler la pharmacie")

    task_id = await task_from_note(door(store, GP), JEANNE, note_id)
    assert await task_from_note(door(store, GP), JEANNE, note_id) == task_id

    task = (await door(store, GP).read("Task", task_id)).resource
    assert (task.description, task.owner.reference) == ("Rappeler la pharmacie", GP)
    assert task.reasonReference.reference == f"DocumentReference/{note_id}"
    await drop_task(door(store, GP), JEANNE, note_id)
    assert (await door(store, GP).read("Task", task_id)).resource.status == "cancelled"


async def test_task_of_a_note_is_not_shown_to_more_people_than_the_note(store: Repository) -> None:
    kept = await write(store, NURSE, "Peur de son fils", audience_code="health")
    source = f"DocumentReference/{kept}"
    made = [await task_from_note(door(store, GP), JEANNE, kept)]
    made.append(
        await add_task(
            door(store, GP),
            JEANNE,
            NewTask(text="Peur de son fils", owner=NURSE, source=source),
            form_id=new_id(),
        )
    )
    for id_ in made:
        assert (await door(store, NURSE).read("Task", id_)).resource.description == "Peur de son fils"
        for hidden in (SOCIAL, DAUGHTER):
            with pytest.raises(NotFoundError):
                await door(store, hidden).read("Task", id_)


async def test_action_of_a_note_or_goal_is_not_shown_to_more_people_than_they_are(store: Repository) -> None:
    gp, form = door(store, GP), new_id()
    goal = {"need": "", "domain": "medical", "due_on": None}
    goal_id = await add_goal(gp, JEANNE, text="Rester chez elle", form_id=form, **goal)  # type: ignore[arg-type]
    kept = await write(store, NURSE, "Peur de son fils", audience_code="health")
    action = {"text": "Peur de son fils", "goal_id": goal_id, "due_on": None}
    source = f"DocumentReference/{kept}"
    for owner, of in ((SOCIAL, source), (NURSE, "DocumentReference/nowhere")):
        with pytest.raises(UnknownChoiceError):
            await add_action(gp, JEANNE, owner=owner, source=of, form_id=new_id(), **action)  # type: ignore[arg-type]
    made = [await add_action(gp, JEANNE, owner=NURSE, source=source, form_id=new_id(), **action)]  # type: ignore[arg-type]
    labelled: Goal = (await gp.read("Goal", goal_id)).resource
    labelled.meta = Meta(security=[Coding(system=systems.VISIBILITY, code="MASQUE_PSOCIAL")])
    async with gp.writing() as unit:
        unit.update(labelled)
    made.append(await add_action(gp, JEANNE, owner="", form_id=new_id(), **action))  # type: ignore[arg-type]
    for id_ in made:
        assert (await door(store, NURSE).read("Task", id_)).resource.description == "Peur de son fils"
        with pytest.raises(NotFoundError):
            await door(store, SOCIAL).read("Task", id_)


async def test_task_comes_of_nothing_of_another_record(store: Repository) -> None:
    async with store.writing(system_asker("test")) as unit:
        unit.create(Patient(id="somebody-else"))
        unit.create(
            CareTeam(
                id="elsewhere", status="active", subject=Reference(reference="Patient/somebody-else"),
                participant=[CareTeamParticipant(member=Reference(reference=GP), period=Period(start="2026-01-01"))],
            )
        )  # fmt: skip
    opened = door(store, GP)
    assert await opened.read_many(["CareTeam/elsewhere"])
    with pytest.raises(UnknownChoiceError):
        await add_task(opened, JEANNE, NewTask(text="x", source="CareTeam/elsewhere"), form_id=new_id())


async def test_period_is_printed_tagged_without_what_the_reader_may_not_read(store: Repository) -> None:
    await write(store, NURSE, "Pansement <refait> #1 @x $y")
    await write(store, NURSE, "Entre nous", audience_code="professionals")
    today = now().astimezone(PARIS).date()

    pages: dict[str, str] = {}
    for who in (GP, DAUGHTER):
        opened = door(store, who)
        chart = await open_chart(opened, JEANNE)
        paper = await notebook_paper(opened, chart, Wanted(), (today, today), zone=PARIS, on=today)
        pages[who] = str(paper.data)
        with pikepdf.open(BytesIO(await make_pdf(paper))) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang).startswith("fr")
    assert "Pansement <refait> #1 @x $y" in pages[DAUGHTER]
    assert "Entre nous" in pages[GP]
    assert "Entre nous" not in pages[DAUGHTER]
