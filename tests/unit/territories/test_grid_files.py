"""A grid dropped beside a pack: read, or refused with the line to mend."""

import json
from pathlib import Path
from typing import Any

import pytest

from cordee import territories
from cordee.territories import PackError
from cordee.territories.grids import check_grids, grids, own_grids

GRID: dict[str, Any] = {
    "resourceType": "Questionnaire", "id": "chutes-1.0", "url": "https://exemple.fr/Questionnaire/chutes",
    "version": "1.0", "title": "Chutes", "status": "active", "copyright": "Texte libre.",
    "item": [
        {"linkId": "chute", "text": "Est-il tombé ?", "type": "boolean", "required": True},
        {"linkId": "fois", "text": "Combien de fois ?", "type": "integer"},
    ],
}  # fmt: skip


def dropped(folder: Path, content: Any) -> Path:
    """Return a pack with one grid beside it."""
    (folder / "questionnaires").mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, indent=1, ensure_ascii=False)
    (folder / "questionnaires" / "chutes.json").write_text(text)
    return folder / "pack.yaml"


def test_grid_beside_the_pack_joins_those_that_come_with_cordee(tmp_path: Path) -> None:
    pack = dropped(tmp_path, GRID)
    assert check_grids(pack) == []
    assert {one["id"] for one in grids(pack)} == {one["id"] for one in own_grids()} | {"chutes-1.0"}


def test_grid_of_the_same_id_stands_in_place_of_ours(tmp_path: Path) -> None:
    found = grids(dropped(tmp_path, {**GRID, "id": "aggir-1.0"}))
    assert [one["title"] for one in found if one["id"] == "aggir-1.0"] == ["Chutes"]


def with_item(**more: Any) -> dict[str, Any]:
    return {**GRID, "item": [GRID["item"][0], {**GRID["item"][1], **more}]}


NOWHERE = "https://exemple.fr/ValueSet/nulle-part"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"


@pytest.mark.parametrize(
    ("content", "word", "message"),
    [
        ('{"resourceType": "Questionnaire",\n"id": }', '"id"', "n’est pas du JSON"),
        ({**GRID, "status": "neuf"}, '"status"', "active, draft, retired"),
        ({name: value for name, value in GRID.items() if name != "copyright"}, "{", "Il manque « copyright »"),
        ({**GRID, "meta": {"tag": [{"system": "urn:cordee:category", "code": "socail"}]}}, '"tag"', "social"),
        (with_item(linkId="chute"), '"linkId": "chute"', "donné 2 fois"),
        (with_item(type="attachment"), '"linkId": "fois"', "ne peut pas être remplie ici"),
        (with_item(type="choice"), '"linkId": "fois"', "n’a pas de choix"),
        (with_item(type="choice", answerValueSet=NOWHERE), '"linkId": "fois"', f"« {NOWHERE} » ne peut pas"),
        (with_item(type="open-choice", answerValueSet="#liste"), '"linkId": "fois"', "ne la contient pas"),
        (with_item(type="choice", answerValueSet="http://hl7.org/fhir/ValueSet/animal-breeds"), '"linkId": "fois"',
         "400 choix au plus"),
        (with_item(answerValueSet=NOWHERE), '"linkId": "fois"', "ne prend pas de liste"),
        (with_item(type="choice", answerValueSet=NOWHERE, answerOption=[{"valueString": "a"}]), '"linkId": "fois"',
         "deux fois"),
        (with_item(enableWhen=[{"question": "chutte", "operator": "=", "answerBoolean": True}]), '"linkId": "fois"',
         "Vouliez-vous écrire « chute »"),
        (with_item(extension=[{"url": "https://cordee.example/StructureDefinition/calculation",
                               "valueCode": "aggir-gire"}]), '"linkId": "fois"', "aggir-gir"),
        (with_item(extension=[{"url": CALCULATED, "valueExpression": {
            "language": "text/fhirpath", "expression": "%resource.item.("}}]), '"linkId": "fois"', "FHIRPath"),
    ],
)  # fmt: skip
def test_fault_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, content: Any, word: str, message: str
) -> None:
    pack = dropped(tmp_path, content)
    (problem, *_) = check_grids(pack)
    lines = (tmp_path / "questionnaires" / "chutes.json").read_text().split("\n")
    assert word in lines[problem.line - 1]
    assert message in problem.in_french()
    assert problem in territories.check(pack)
    with pytest.raises(PackError):
        grids(pack)


def test_grid_may_name_a_list_it_contains_or_r4_defines(tmp_path: Path) -> None:
    listed = {"resourceType": "ValueSet", "id": "liste", "status": "active", "compose": {"include": [
        {"system": "https://exemple.fr/CodeSystem/x", "concept": [{"code": "a", "display": "A"}]}]}}  # fmt: skip
    asked = {
        "linkId": "genre",
        "type": "choice",
        "answerValueSet": "http://hl7.org/fhir/ValueSet/administrative-gender",
    }
    content = with_item(type="choice", answerValueSet="#liste") | {"contained": [listed]}
    pack = dropped(tmp_path, {**content, "item": [*content["item"], asked]})
    assert check_grids(pack) == []


def test_list_whose_guide_was_taken_away_keeps_no_server_from_starting(tmp_path: Path) -> None:
    pack = dropped(tmp_path, with_item(type="choice", answerValueSet=NOWHERE))
    with pytest.raises(PackError, match=r"chutes\.json"):
        grids(pack)
    assert "chutes-1.0" in {one["id"] for one in grids(pack, {NOWHERE})}
