"""Assessments on their pages: begun in two taps, every answer kept, merged between devices, signed once, corrected."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from cordee import territories
from cordee.access import Gate
from cordee.care.assessments.catalogue import grids, lists_missing
from cordee.care.assessments.shelving import shelve
from cordee.fhir import decode, systems
from cordee.fhir.definitions import base_registry, put_in_force
from cordee.fhir.json_value import read_json, write_json
from cordee.kernel.ids import new_id
from tests.http.web.conftest import Client, SignIn
from tests.http.web.counting import statements
from tests.integration.care import village
from tests.unit.territories.listed_grid import AIDS, guide_installed, pack_with_grid

ROOT = f"/dossiers/{village.JEANNE}/evaluations"
KATZ = ("toilette", "habillage", "toilettes", "transfert", "continence", "repas")


@pytest.fixture
async def gate(gate: Gate) -> Gate:
    """The gate of the village, with the grids that come with Cordée on its shelf."""
    await shelve(gate.system_door("grids"), territories.grids("nord-saone-et-loire"))
    return gate


async def begin(client: Client, grid: str) -> str:
    """Begin a grid and return the address of its draft."""
    answer = await client.post(f"{ROOT}/nouvelle", data={"grid": grid, "form_id": new_id()})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def katz(version: str = "1", **answers: str) -> dict[str, object]:
    """Return answers to Katz's grid as its form sends them."""
    found: dict[str, object] = {"q": [f"adl-{name}" for name in KATZ], "version": version}
    return found | {f"a:adl-{name}": answers[name] for name in KATZ if name in answers}


ALL_ALONE = dict.fromkeys(KATZ, "1")


async def save(client: Client, draft: str, data: dict[str, object]) -> str:
    """Send answers as the page does, and return what it is answered."""
    answer = await client.post(f"{draft}/reponses", data=data, headers={"hx-request": "true"})
    assert answer.status_code == 200, answer.text
    return answer.text


def version_in(text: str) -> str:
    """Return the version a page tells."""
    found = re.search(r'name="version" value="(\d+)"', text)
    assert found
    return found[1]


async def test_grid_is_begun_answered_signed_and_listed(sign_in: SignIn, gate: Gate) -> None:
    nurse = await sign_in(village.NURSE)
    assert "Aucune évaluation encore" in (await nurse.get(ROOT)).text
    assert "Katz" in (await nurse.get(f"{ROOT}/nouvelle")).text
    draft = await begin(nurse, "katz-adl-1.0")
    shown = await nurse.get(draft)
    assert "6 réponses à donner" in shown.text

    told = await save(nurse, draft, katz(toilette="1", habillage="0.5"))
    assert "4 réponses à donner" in told
    told = await save(nurse, draft, katz(version_in(told), **{**ALL_ALONE, "habillage": "0.5"}))
    assert "5,5/6" in told
    assert "Dépendance partielle" in told

    data = katz(version_in(told), **{**ALL_ALONE, "habillage": "0.5"})
    signed = await nurse.post(f"{draft}/signer", data=data)
    assert signed.status_code == 303
    page = await nurse.get(signed.headers["location"])
    assert "Signée par Nadia Idrissi" in page.text
    assert "5,5/6" in (await nurse.get(ROOT)).text
    again = await nurse.post(f"{draft}/signer", data=data)
    assert again.status_code == 303

    found = await gate.system_door("test").history("QuestionnaireResponse", draft.rpartition("/")[2])
    assert [read_json(one.content)["status"] for one in found.rows].count("completed") == 1


async def test_answers_of_two_devices_are_both_kept(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "katz-adl-1.0")
    other = await sign_in(village.GP)
    await save(other, draft, katz("1", toilette="1", repas="0"))

    told = await save(nurse, draft, katz("1", habillage="1"))

    assert "Des réponses viennent d’un autre appareil" in told
    assert "3 réponses à donner" in told
    told = await save(nurse, draft, katz("1", toilette="0"))
    assert "Aussi répondu sur un autre appareil : Se laver" in told


async def test_signing_what_was_answered_elsewhere_shows_it_first(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "katz-adl-1.0")
    await save(await sign_in(village.GP), draft, katz("1", toilette="0"))

    answer = await nurse.post(f"{draft}/signer", data=katz("1", **ALL_ALONE))

    assert answer.status_code == 422
    assert "pendant que cette page était ouverte" in answer.text


async def test_missing_answers_are_named_and_nothing_is_signed(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "katz-adl-1.0")

    answer = await nurse.post(f"{draft}/signer", data=katz("1", toilette="1"))

    assert answer.status_code == 422
    assert "5 réponses manquent" in answer.text
    assert answer.text.count("Réponse attendue.") == 5
    assert 'value="1" checked' in (await nurse.get(draft)).text


async def test_gir_follows_the_adverbs(sign_in: SignIn) -> None:
    social = await sign_in(village.SOCIAL)
    draft = await begin(social, "aggir-1.0")
    links = re.findall(r'name="q" value="([^"]+)"', (await social.get(draft)).text)
    data: dict[str, object] = {"q": links, "version": "1"} | {f"a:{one}": "A" for one in links}
    told = await save(social, draft, data)
    assert "GIR 6" in told

    data |= {"a:toilette-bas": "B", "version": version_in(told)}
    told = await save(social, draft, data)
    assert 'name="q" value="toilette-bas-manque"' in told
    data |= {
        "q": [*links, "toilette-bas-manque"], "a:toilette-bas-manque": ["S", "T"], "version": version_in(told),
    }  # fmt: skip
    told = await save(social, draft, data)
    assert "GIR 5" in told
    assert "Tout est répondu" in told

    signed = await social.post(f"{draft}/signer", data=data | {"version": version_in(told)})
    assert signed.status_code == 303
    gp = await sign_in(village.GP)
    assert "GIR 5" in (await gp.get(ROOT)).text
    assert "GIR 5 : aide ponctuelle" in (await gp.get(f"/dossiers/{village.JEANNE}")).text
    assert "a signé une évaluation" in (await gp.get(f"/dossiers/{village.JEANNE}")).text


async def test_medical_grid_is_neither_offered_nor_shown_to_the_social_worker(sign_in: SignIn) -> None:
    nurse, social = await sign_in(village.NURSE), await sign_in(village.SOCIAL)
    draft = await begin(nurse, "katz-adl-1.0")
    await nurse.post(f"{draft}/signer", data=katz("1", **ALL_ALONE))

    assert "Katz" not in (await social.get(f"{ROOT}/nouvelle")).text
    assert "Katz" not in (await social.get(ROOT)).text
    assert (await social.get(draft)).status_code == 404
    refused = await social.post(f"{ROOT}/nouvelle", data={"grid": "katz-adl-1.0", "form_id": new_id()})
    assert refused.status_code == 403


async def test_correction_keeps_the_old_version_readable(sign_in: SignIn, gate: Gate) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "katz-adl-1.0")
    await nurse.post(f"{draft}/signer", data=katz("1", **ALL_ALONE))
    begun = await nurse.post(f"{draft}/corriger", data={"form_id": new_id()})
    correction = begun.headers["location"]
    assert "Correction d’une évaluation signée" in (await nurse.get(correction)).text

    signed = await nurse.post(f"{correction}/signer", data=katz("1", **{**ALL_ALONE, "repas": "0"}))

    assert signed.headers["location"] == draft
    page = (await nurse.get(draft)).text
    assert "Corrigée et signée" in page
    assert "5/6" in page
    old = await nurse.get(f"{draft}?version=2")
    assert "6/6" in old.text
    assert "Version d’avant la correction" in old.text
    assert (await nurse.get(correction)).status_code in (404, 410)
    rows = (await gate.system_door("test").shelves(village.JEANNE, {"Observation": 20}))["Observation"]
    scores = [one for one in (read_json(row.content) for row in rows) if "derivedFrom" in one]
    assert [(one["status"], str(one["valueQuantity"]["value"])) for one in scores] == [("amended", "5")]
    refused = await (await sign_in(village.GP)).post(f"{draft}/corriger", data={"form_id": new_id()})
    assert refused.status_code == 403


async def test_draft_given_up_is_taken_back(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "katz-adl-1.0")
    await nurse.post(f"{draft}/abandonner")
    assert "Brouillon de" not in (await nurse.get(ROOT)).text
    await nurse.post(f"{draft}/reprendre")
    assert "Brouillon de Nadia Idrissi" in (await nurse.get(ROOT)).text


async def test_signed_assessment_is_printed_as_a_tagged_pdf(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "katz-adl-1.0")
    assert (await nurse.get(f"{draft}/evaluation.pdf")).status_code == 404
    await nurse.post(f"{draft}/signer", data=katz("1", **ALL_ALONE))

    answer = await nurse.get(f"{draft}/evaluation.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) in ("fr", "fr-FR")
        assert "Katz" in str(pdf.docinfo["/Title"])


async def test_problem_named_in_a_grid_is_added_to_the_record(sign_in: SignIn, gate: Gate) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "icope-1-1.0")
    page = (await nurse.get(draft)).text
    links = re.findall(r'name="q" value="([^"]+)"', page)
    data: dict[str, object] = {"q": links, "version": "1", "n": ["probleme"], "n:probleme": "1"}
    data |= {f"a:{one}": "oui" for one in links} | {"a:probleme:0/probleme-mots": "Presbytie"}

    signed = await nurse.post(f"{draft}/signer", data=data)

    assert signed.status_code == 303, signed.text
    rows = (await gate.system_door("test").shelves(village.JEANNE, {"Condition": 20}))["Condition"]
    made = [one for one in (read_json(row.content) for row in rows) if "evidence" in one]
    assert [(one["code"], one["recorder"]["reference"]) for one in made] == [
        ({"text": "Presbytie"}, village.NURSE)
    ]
    assert "presbytie" in (await nurse.get(f"/dossiers/{village.JEANNE}")).text.lower()


async def test_what_the_record_knows_is_there_already(sign_in: SignIn) -> None:
    draft = await begin(await sign_in(village.SOCIAL), "besoins-sociaux-1.0")
    assert 'value="Vit seule"' in (await (await sign_in(village.GP)).get(draft)).text


async def test_draft_carries_the_labels_of_what_it_was_filled_from(sign_in: SignIn, gate: Gate) -> None:
    """The daughter reads the social part: what is hidden from her there is not shown to her by a grid."""
    hidden = {"system": systems.VISIBILITY, "code": "MASQUE_PT"}
    system = gate.system_door("test")
    for row in (await system.shelves(village.JEANNE, {"Observation": 20}))["Observation"]:
        known = read_json(row.content)
        if known.get("valueString") == "Vit seule":
            async with system.writing() as unit:
                unit.update(decode(write_json({**known, "meta": {"security": [hidden]}}), "Observation"))
    social, daughter = await sign_in(village.SOCIAL), await sign_in(village.DAUGHTER)
    drafts = [await begin(social, grid) for grid in ("besoins-sociaux-1.0", "securite-domicile-1.0")]
    assert [(await daughter.get(one)).status_code for one in drafts] == [404, 200]
    assert (await social.get(drafts[0])).status_code == 200


async def test_correction_and_what_is_extracted_carry_the_labels_of_the_assessment(
    sign_in: SignIn, gate: Gate
) -> None:
    nurse, daughter = await sign_in(village.NURSE), await sign_in(village.DAUGHTER)
    draft = await begin(nurse, "katz-adl-1.0")
    id_ = draft.rpartition("/")[2]
    system = gate.system_door("test")
    found = read_json((await system.read("QuestionnaireResponse", id_)).content)
    found["meta"] |= {"security": [{"system": systems.VISIBILITY, "code": "MASQUE_PT"}]}
    async with system.writing() as unit:
        unit.update(decode(write_json(found), "QuestionnaireResponse"))
    assert (await nurse.post(f"{draft}/signer", data=katz("2", **ALL_ALONE))).status_code == 303
    begun = await nurse.post(f"{draft}/corriger", data={"form_id": new_id()})
    assert [(await daughter.get(one)).status_code for one in (draft, begun.headers["location"])] == [404, 404]
    rows = (await system.shelves(village.JEANNE, {"Observation": 20}))["Observation"]
    scores = [one for one in (read_json(row.content) for row in rows) if "derivedFrom" in one]
    assert [[label["code"] for label in one["meta"]["security"]] for one in scores] == [["MASQUE_PT"]]


async def test_answer_without_a_value_is_shown_as_none(sign_in: SignIn, gate: Gate) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "timed-up-and-go-1.0")
    id_, system = draft.rpartition("/")[2], gate.system_door("test")
    found = read_json((await system.read("QuestionnaireResponse", id_)).content)
    (grid,) = [one for one in await grids(system) if one.id == "timed-up-and-go-1.0"]
    said = [{"extension": [{"url": "https://elsewhere.example/x", "valueString": "?"}]}]
    found["item"] = [{"linkId": one.link_id, "answer": said} for one in grid.questions if one.is_asked]
    async with system.writing() as unit:
        unit.update(decode(write_json(found), "QuestionnaireResponse"))
    assert (await nurse.get(draft)).status_code == 200


async def test_answer_sent_to_a_signed_assessment_is_refused(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "katz-adl-1.0")
    await nurse.post(f"{draft}/signer", data=katz("1", **ALL_ALONE))

    answer = await nurse.post(f"{draft}/reponses", data=katz("1", repas="0"), headers={"hx-request": "true"})

    assert answer.status_code == 409
    assert "6/6" in (await nurse.get(draft)).text


async def test_typed_text_that_is_no_number_is_told_and_kept(sign_in: SignIn) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "timed-up-and-go-1.0")
    told = await save(nurse, draft, {"q": ["tug-fait"], "a:tug-fait": "oui", "version": "1"})
    assert 'name="a:tug-temps"' in told

    data = {
        "q": ["tug-fait", "tug-temps"],
        "a:tug-fait": "oui",
        "a:tug-temps": "douze",
        "version": version_in(told),
    }
    told = await save(nurse, draft, data)

    assert "Un nombre est attendu." in told
    assert 'value="douze"' in told
    assert "douze" not in (await nurse.get(draft)).text


async def test_repeating_group_is_asked_once_more(sign_in: SignIn) -> None:
    social = await sign_in(village.SOCIAL)
    draft = await begin(social, "securite-domicile-1.0")
    first = {"q": ["propositions:0/propose-quoi"], "a:propositions:0/propose-quoi": "Barre d’appui"}
    told = await save(
        social,
        draft,
        {**first, "n": ["propositions"], "n:propositions": "1", "plus": "propositions", "version": "1"},
    )
    assert 'name="a:propositions:1/propose-quoi"' in told
    assert 'value="Barre d’appui"' in told


async def test_list_costs_the_same_however_many_assessments(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = await sign_in(village.NURSE)
    counts = []
    for _ in range(2):
        for _ in range(3):
            draft = await begin(nurse, "katz-adl-1.0")
            await nurse.post(f"{draft}/signer", data=katz("1", **ALL_ALONE))
        # the least of three: what runs beside the page, such as noting that a session was used, is not its own
        counts.append(await statements(nurse, ROOT, monkeypatch))
    assert counts[0] == counts[1]
    assert "Suivi (6)" in (await nurse.get(ROOT)).text
    assert (await nurse.get(f"{ROOT}/suivi/katz-adl-1.0")).text.count(">6/6</td>") == 6


@pytest.fixture
async def listed(gate: Gate, tmp_path: Path) -> AsyncIterator[None]:
    """A territory's own grid on the shelf, its lists its own, R4's and those of an installed guide."""
    with guide_installed():
        await shelve(gate.system_door("grids"), territories.grids(pack_with_grid(tmp_path)))
        yield


ASKED = ["marche", "aides", "genre", "lieu"]
WALKED: dict[str, object] = {
    "q": ASKED, "a:marche": "canne", "a:aides": ["barre", "lit"], "a:genre": "female", "a:lieu": "lieu-3",
}  # fmt: skip


@pytest.mark.usefixtures("listed")
async def test_choices_of_lists_are_asked_scored_signed_printed_and_corrected(
    sign_in: SignIn, gate: Gate
) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "marche-1.0")
    page = (await nurse.get(draft)).text
    assert all(
        word in page for word in ("Avec une canne", "Barre d’appui", "Lieu 30", "Autre, en quelques mots")
    )
    assert re.search(r'value="female" checked', page)
    assert 'a:depuis"' not in page

    told = await save(nurse, draft, WALKED | {"version": "1"})
    assert "1/2" in told
    assert 'name="a:depuis"' in told
    assert '<option value="lieu-3" selected>' in (await nurse.get(draft)).text

    told = await save(nurse, draft, WALKED | {"a:marche": "trottinette", "version": version_in(told)})
    assert "Ce choix n’existe pas dans cette grille." in told
    signed = await nurse.post(f"{draft}/signer", data=WALKED | {"version": version_in(told)})
    assert signed.status_code == 303
    kept = read_json(
        (await gate.system_door("test").read("QuestionnaireResponse", draft.rpartition("/")[2])).content
    )
    given = {one["linkId"]: one["answer"] for one in kept["item"]}
    assert [one["valueCoding"]["code"] for one in given["aides"]] == ["barre", "lit"]
    assert given["marche"][0]["valueCoding"]["display"] == "Avec une canne"
    assert "Barre d’appui · Lit médicalisé" in (await nurse.get(draft)).text
    with pikepdf.open(BytesIO((await nurse.get(f"{draft}/evaluation.pdf")).content)) as pdf:
        assert "Marche et aides" in str(pdf.docinfo["/Title"])

    correction = (await nurse.post(f"{draft}/corriger", data={"form_id": new_id()})).headers["location"]
    await nurse.post(f"{correction}/signer", data=WALKED | {"a:marche": "fauteuil", "version": "1"})
    page = (await nurse.get(draft)).text
    assert "2/2" in page
    assert "En fauteuil" in page


@pytest.mark.usefixtures("listed")
async def test_open_list_takes_other_words_and_keeps_a_code_it_lost(sign_in: SignIn, gate: Gate) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "marche-1.0")
    told = await save(nurse, draft, {"q": ["lieu"], "a:lieu": "", "o:lieu": "au jardin", "version": "1"})
    assert 'value="au jardin"' in (await nurse.get(draft)).text
    assert '<option value="autre:" selected>' in (await nurse.get(draft)).text
    id_, system = draft.rpartition("/")[2], gate.system_door("test")
    found = read_json((await system.read("QuestionnaireResponse", id_)).content)
    lost = {
        "valueCoding": {"system": "https://exemple.fr/CodeSystem/marche", "code": "roue", "display": "Roue"}
    }
    found["item"] = [{"linkId": "marche", "answer": [lost]}]
    async with system.writing() as unit:
        unit.update(decode(write_json(found), "QuestionnaireResponse"))
    page = (await nurse.get(draft)).text
    assert "Roue (hors de la liste)" in page
    told = await save(nurse, draft, {"q": ["marche"], "a:marche": "roue", "version": version_in(page)})
    assert "n’existe pas" not in told


@pytest.mark.usefixtures("listed")
async def test_list_of_a_guide_taken_away_is_named_and_its_answers_are_kept(
    sign_in: SignIn, gate: Gate, tmp_path: Path
) -> None:
    nurse = await sign_in(village.NURSE)
    draft = await begin(nurse, "marche-1.0")
    told = await save(nurse, draft, WALKED | {"version": "1"})
    put_in_force(base_registry())

    page = (await nurse.get(draft)).text
    assert f"La liste de choix « {AIDS} » ne peut pas être proposée." in page
    assert "Réponse gardée : Barre d’appui, Lit médicalisé" in page
    assert 'name="q" value="aides"' not in page
    told = await save(nurse, draft, WALKED | {"a:aides": "", "a:marche": "seul", "version": version_in(told)})
    assert "Réponse gardée : Barre d’appui, Lit médicalisé" in told
    assert "0/2" in told
    signed = await nurse.post(f"{draft}/signer", data=WALKED | {"version": version_in(told)})
    assert signed.status_code == 303
    assert "Barre d’appui · Lit médicalisé" in (await nurse.get(draft)).text
    assert (await nurse.get(f"{draft}/evaluation.pdf")).status_code == 200
    with pytest.raises(territories.PackError):
        territories.grids(pack_with_grid(tmp_path))
    stood = await lists_missing(gate.system_door("grids"))
    assert "marche-1.0" in {one["id"] for one in territories.grids(pack_with_grid(tmp_path), stood)}
