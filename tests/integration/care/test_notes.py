"""Notes: written once, with photos, for whom they are meant; replied to, withdrawn, taken back."""

from io import BytesIO

import pytest
from PIL import Image

from cordee.care.chart import open_chart
from cordee.care.entry import once
from cordee.care.errors import NotAPictureError, UnknownChoiceError
from cordee.care.files import read_content
from cordee.care.note_correcting import Correction, correct_note
from cordee.care.note_writing import add_note, withdraw_note
from cordee.care.notebook import WORDS_LENGTH, InWords, Note, show_notebook
from cordee.care.notebook.printing import joined_words
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.integration.care.village import DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, door


def picture() -> bytes:
    """Return a small JPEG."""
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "JPEG")
    return out.getvalue()


async def write(store: Repository, who: str, text: str = "Œdèmes des chevilles.", **more: object) -> str:
    """Write a note as somebody, with everything else usual."""
    values = {"type_code": "OBS", "is_urgent": False, "audience_code": "circle", "form_id": new_id()} | more
    return await add_note(door(store, who), JEANNE, text=text, **values)  # type: ignore[arg-type]


async def notes(store: Repository, who: str) -> list[Note]:
    """Return the notes somebody sees."""
    opened = door(store, who)
    return list((await show_notebook(opened, await open_chart(opened, JEANNE))).notes)


async def test_note_is_read_by_the_circle_with_its_author_and_role(store: Repository) -> None:
    await write(store, NURSE)

    for reader in (GP, SOCIAL, DAUGHTER, f"Patient/{JEANNE}"):
        (note,) = await notes(store, reader)
        assert note.text == "Œdèmes des chevilles."
        assert (note.author.name, note.author.role) == ("Nadia Idrissi", "infirmière")


async def test_note_hidden_from_carers_is_not_there_for_the_daughter(store: Repository) -> None:
    await write(store, NURSE, audience_code="not-carers")

    assert await notes(store, DAUGHTER) == []
    (seen,) = await notes(store, f"Patient/{JEANNE}")
    assert seen.audience == "Masquée aux proches ; la personne peut la lire"


async def test_note_for_professionals_is_not_there_for_the_person(store: Repository) -> None:
    await write(store, NURSE, audience_code="professionals")

    assert await notes(store, f"Patient/{JEANNE}") == []
    assert len(await notes(store, SOCIAL)) == 1


async def test_note_for_health_is_not_there_for_the_social_worker(store: Repository) -> None:
    await write(store, NURSE, audience_code="health")

    assert await notes(store, SOCIAL) == []
    assert len(await notes(store, GP)) == 1


async def test_carer_cannot_choose_an_audience_that_hides(store: Repository) -> None:
    with pytest.raises(UnknownChoiceError):
        await write(store, DAUGHTER, audience_code="not-carers")


async def test_photo_is_kept_with_the_note_and_its_labels(store: Repository) -> None:
    await write(store, NURSE, photos=[picture()], audience_code="not-carers")

    (note,) = await notes(store, GP)
    content = await read_content(door(store, GP), JEANNE, note.photos[0].binary_id)
    assert content.content_type == "image/jpeg"
    assert content.data.startswith(b"\xff\xd8")
    with pytest.raises(NotFoundError):
        await read_content(door(store, DAUGHTER), JEANNE, note.photos[0].binary_id)


async def test_photo_is_told_in_its_authors_words_corrected_by_them_and_printed(store: Repository) -> None:
    note_id = await write(
        store, NURSE, photos=[picture(), picture()], files=[picture()],
        in_words=InWords(photos=("Plaie  du talon,\n3 cm",), files=("Ordonnance",)),
    )  # fmt: skip
    (note,) = await notes(store, GP)
    assert [one.title for one in note.photos] == ["Plaie du talon, 3 cm", "", "Ordonnance"]
    assert joined_words(note) == "3 photos (Plaie du talon, 3 cm ; Ordonnance)"

    first, second, third = (one.binary_id for one in note.photos)
    correction = Correction(
        type_code="OBS", text=note.text, is_urgent=False, audience_code="circle", version=1,
        described={first: "", second: "w" * 300, "elsewhere": "x"},
    )  # fmt: skip
    await correct_note(door(store, NURSE), JEANNE, note_id, correction)
    (note,) = await notes(store, GP)
    assert [one.title for one in note.photos] == ["", "w" * WORDS_LENGTH, "Ordonnance"]
    assert [one.binary_id for one in note.photos] == [first, second, third]


async def test_photo_that_is_no_picture_stores_nothing(store: Repository) -> None:
    with pytest.raises(NotAPictureError):
        await write(store, NURSE, photos=[picture(), b"<svg onload=alert(1)>"])

    assert await notes(store, GP) == []


async def test_note_posted_twice_is_there_once(store: Repository) -> None:
    form_id = new_id()

    async def post() -> None:
        await write(store, NURSE, photos=[picture()], form_id=form_id)

    made, mine = f"DocumentReference/{form_id}", door(store, NURSE)
    assert [await once(mine, made, JEANNE, post) for _ in range(2)] == [True, False]
    assert len(await notes(store, GP)) == 1


async def test_reply_stands_under_the_note_it_answers(store: Repository) -> None:
    note_id = await write(store, NURSE)
    await write(store, GP, "J’augmente le diurétique.", type_code="GEN", reply_to=note_id)

    (head,) = await notes(store, NURSE)
    assert [reply.text for reply in head.replies] == ["J’augmente le diurétique."]


async def test_only_the_author_withdraws_and_may_take_it_back(store: Repository) -> None:
    note_id = await write(store, NURSE)

    with pytest.raises(ForbiddenError):
        await withdraw_note(door(store, GP), JEANNE, note_id)
    await withdraw_note(door(store, NURSE), JEANNE, note_id)
    assert await notes(store, GP) == []
    await withdraw_note(door(store, NURSE), JEANNE, note_id, take_back=True)
    assert len(await notes(store, GP)) == 1


async def test_outsider_cannot_write(store: Repository) -> None:
    with pytest.raises(NotFoundError):
        await write(store, OTHER_NURSE)


async def test_read_mark_shows_who_has_read(store: Repository) -> None:
    await write(store, NURSE)
    await door(store, GP).mark_visited(JEANNE)

    (note,) = await notes(store, SOCIAL)
    assert note.read_by == ("Dr Paul Girard",)
