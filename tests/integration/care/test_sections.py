"""The medical and the social part: each kind added, amended, ended, withdrawn, taken back; each class of readers."""

import pytest

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.errors import CareError, UnlikelyMomentError
from cordee.care.sections import acts
from cordee.care.sections.kind import Kind
from cordee.care.sections.parts import MEDICAL_PART, PARTS, SHELVES, SOCIAL_PART, kind_named
from cordee.care.sections.reading import Section, sections_of, situations, words_before
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError, VersionConflictError
from cordee.kernel.ids import new_id
from cordee.store import Repository
from cordee.store.errors import NotItsAuthorError
from tests.integration.care.village import COORDINATOR, DAUGHTER, GP, JEANNE, NURSE, OTHER_NURSE, SOCIAL, door

GIVEN: dict[str, dict[str, str]] = {
    "probleme": {"text": "Diabète de type 2", "since": "2015", "note": "HbA1c 7,4 %", "code": "E11.9"},
    "traitement": {
        "text": "Furosémide 40 mg",
        "dose": "1 le matin",
        "since": "03/2024",
        "by": GP,
        "code": "C03CA01",
    },
    "allergie": {"text": "Latex", "gravity": "high", "reaction": "Urticaire", "since": ""},
    "materiel": {"text": "Déambulateur", "since": "01/02/2025", "note": ""},
    "directives": {"text": "Chez sa fille", "since": "2023"},
    "acte": {"text": "Prothèse de hanche", "since": "2019", "note": "CH d’Autun"},
    "vaccin": {"text": "Grippe", "since": "10/2026", "lot": "F12"},
    "living": {"text": "Vit avec sa sœur"},
    "housing": {"text": "1er étage sans ascenseur"},
    "autonomy": {"text": "GIR 4"},
    "habits": {"text": "Se couche tard"},
    "resources": {"text": "Retraite"},
    "aide": {"who": "ADMR", "what": "toilette", "often": "tous les matins"},
    "droit": {
        "right": "apa",
        "state": "active",
        "text": "GIR 4",
        "payor": "Département 71",
        "since": "2025",
        "until": "",
    },
    "protection": {"measure": "curatelle", "who": "UDAF 71", "since": "2022", "until": "2027"},
}
KINDS = [(part, kind) for part, kinds in PARTS.items() for kind in kinds]


async def sections(store: Repository, part: str, who: str = GP) -> dict[str, Section]:
    mine = door(store, who)
    chart = await open_chart(mine, JEANNE, SHELVES[part])
    found = await sections_of(mine, chart, part, await situations(mine, JEANNE), now())
    return {one.kind.slug: one for one in found}


async def before(store: Repository, part: str, kind: Kind, id_: str) -> list[str]:
    mine = door(store, GP)
    chart: Chart = await open_chart(mine, JEANNE)
    lines = await words_before(mine, chart, kind, id_, await situations(mine, JEANNE))
    return [line.said.text for line in lines]


async def add(mine: Door, kind: Kind, **more: str) -> tuple[str, int]:
    return await acts.add(mine, JEANNE, kind, GIVEN[kind.slug] | more, form_id=new_id())


async def test_each_kind_lives_its_life(store: Repository) -> None:
    gp = door(store, GP)
    for part, kind in KINDS:
        said = GIVEN[kind.slug]
        id_, _ = await add(gp, kind)
        (line,) = [one for one in (await sections(store, part))[kind.slug].current if one.id == id_]
        assert (line.who.name, line.version) == ("Dr Paul Girard", 1), kind.slug
        stood = await acts.line_of(gp, JEANNE, kind, id_)
        assert {name: value for name, value in kind.given(stood).items() if value} == {
            name: value for name, value in said.items() if value
        }, kind.slug

        name = "who" if kind.slug in ("aide", "protection") else "text"
        changed, version = await acts.amend(
            gp, JEANNE, kind, id_, said | {name: "Autrement dit"}, version=1, form_id=new_id()
        )
        assert len(await before(store, part, kind, changed)) >= 2, kind.slug
        await acts.undo(gp, JEANNE, kind, changed, version)
        current = {one.id: one.said for one in (await sections(store, part))[kind.slug].current}
        assert id_ in current, kind.slug
        assert "Autrement dit" not in str(current), kind.slug

        if kind.end is not None:
            ended, version = await acts.end(
                gp, JEANNE, kind, id_, kind.ends[0][0], version=None, form_id=new_id()
            )
            one = (await sections(store, part))[kind.slug]
            assert id_ not in {line.id for line in one.current}, kind.slug
            assert ended in {line.id for line in one.past}, kind.slug
            await acts.undo(gp, JEANNE, kind, ended, version)
        _, version = await acts.withdraw(gp, JEANNE, kind, id_)
        one = (await sections(store, part))[kind.slug]
        assert id_ not in {line.id for line in (*one.current, *one.past)}, kind.slug
        await acts.undo(gp, JEANNE, kind, id_, version)
        assert id_ in {line.id for line in (await sections(store, part))[kind.slug].current}, kind.slug


async def test_each_class_sees_and_writes_its_part_only(store: Repository) -> None:
    medical = {kind.slug for kind in PARTS[MEDICAL_PART]}
    social = {kind.slug for kind in PARTS[SOCIAL_PART]}
    for who, sees, writes in (
        (GP, medical, medical), (NURSE, medical, medical), (COORDINATOR, medical, medical),
        (SOCIAL, {"directives"}, {"directives"}),
        (DAUGHTER, medical - {"directives"}, set()),
        (f"Patient/{JEANNE}", medical, {"directives"}),
    ):  # fmt: skip
        found = await sections(store, MEDICAL_PART, who)
        assert (set(found), {slug for slug, one in found.items() if one.may_write}) == (sees, writes), who
    for who, writes in ((GP, social), (SOCIAL, social), (DAUGHTER, set()), (f"Patient/{JEANNE}", set())):
        found = await sections(store, SOCIAL_PART, who)
        assert (set(found), {slug for slug, one in found.items() if one.may_write}) == (social, writes), who

    problem, right = kind_named(MEDICAL_PART, "probleme"), kind_named(SOCIAL_PART, "droit")
    for who, kind in ((SOCIAL, problem), (DAUGHTER, problem), (DAUGHTER, right)):
        with pytest.raises((ForbiddenError, NotFoundError)):
            await add(door(store, who), kind)
    with pytest.raises(NotFoundError):
        await add(door(store, OTHER_NURSE), problem)
    with pytest.raises(NotFoundError):
        await acts.withdraw(door(store, SOCIAL), JEANNE, problem, "heart")
    await add(door(store, SOCIAL), right)


async def test_what_somebody_observed_is_not_rewritten_by_another(store: Repository) -> None:
    housing, aide = kind_named(SOCIAL_PART, "housing"), kind_named(SOCIAL_PART, "aide")
    id_, _ = await add(door(store, GP), housing)
    second, _ = await acts.amend(
        door(store, SOCIAL), JEANNE, housing, id_, {"text": "Rez-de-chaussée"}, version=1, form_id=new_id()
    )
    (line,) = (await sections(store, SOCIAL_PART))["housing"].current
    assert (line.id, line.who.name) == (second, "Amélie Sauvage")
    assert await before(store, SOCIAL_PART, housing, second) == [
        "Rez-de-chaussée",
        "1er étage sans ascenseur",
    ]
    with pytest.raises(NotItsAuthorError):
        await acts.withdraw(door(store, SOCIAL), JEANNE, housing, id_)

    first, _ = await add(door(store, GP), aide)
    await add(door(store, GP), aide, who="Sophie, sa fille")
    await acts.end(door(store, SOCIAL), JEANNE, aide, first, "ended", version=None, form_id=new_id())
    one = (await sections(store, SOCIAL_PART))["aide"]
    assert [line.said.text for line in one.current] == ["Sophie, sa fille"]
    assert [(line.said.text, line.who.name) for line in one.past] == [("ADMR", "Amélie Sauvage")]


async def test_refusals_keep_the_line_as_it_stood(store: Repository) -> None:
    gp, problem, drug = (
        door(store, GP),
        kind_named(MEDICAL_PART, "probleme"),
        kind_named(MEDICAL_PART, "traitement"),
    )
    with pytest.raises(UnlikelyMomentError):
        await add(gp, problem, since="31/02/2020")
    with pytest.raises(UnlikelyMomentError):
        await add(gp, problem, since="hier")
    with pytest.raises(CareError):
        await add(gp, drug, code="paracétamol")
    id_, _ = await add(gp, drug)
    await acts.amend(
        door(store, NURSE), JEANNE, drug, id_, GIVEN["traitement"] | {"dose": "2"}, version=1, form_id=""
    )
    with pytest.raises(VersionConflictError):
        await acts.end(gp, JEANNE, drug, id_, "finished", version=1, form_id=new_id())
    (line,) = [one for one in (await sections(store, MEDICAL_PART))["traitement"].current if one.id == id_]
    assert line.said.detail == "2 · Dr Paul Girard"
    assert line.who.name == "Nadia Idrissi"
