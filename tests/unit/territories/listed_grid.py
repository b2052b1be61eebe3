"""A territory's grid whose choices come from lists: of its own, of R4, of a guide."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cordee.fhir.definitions import Registry, base_artefact, base_registry, put_in_force
from tests.unit.fhir.definitions.artefacts import artefact

SYSTEM = "https://exemple.fr/CodeSystem/marche"
AIDS = "https://exemple.fr/ValueSet/aides"
GENDER = "http://hl7.org/fhir/ValueSet/administrative-gender"
_CORE = "http://hl7.org/fhir/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"
_OURS = "https://cordee.example/StructureDefinition"
_SUM = "%resource.item.answer.value.extension('http://hl7.org/fhir/StructureDefinition/ordinalValue').value"


def _concept(code: str, display: str, points: int | None = None) -> dict[str, Any]:
    weight = [] if points is None else [{"url": f"{_CORE}/itemWeight", "valueDecimal": points}]
    return {"code": code, "display": display} | ({"extension": weight} if weight else {})


def _value_set(id_: str, *concepts: dict[str, Any], **more: Any) -> dict[str, Any]:
    compose = {"include": [{"system": SYSTEM, "concept": list(concepts)}]}
    return {"resourceType": "ValueSet", "id": id_, "status": "active", "compose": compose} | more


WALKING = _value_set("marche", _concept("seul", "Marche seul", 0), _concept("canne", "Avec une canne", 1),
                     _concept("fauteuil", "En fauteuil", 2))  # fmt: skip
PLACES = _value_set("lieux", *(_concept(f"lieu-{number}", f"Lieu {number}") for number in range(1, 31)))
GUIDE = artefact("exemple.aides", "1.0.0", {
    **_value_set("aides", _concept("barre", "Barre d’appui"), _concept("lit", "Lit médicalisé")), "url": AIDS,
    "version": "1.0.0"})  # fmt: skip

GRID: dict[str, Any] = {
    "resourceType": "Questionnaire", "id": "marche-1.0", "url": "https://exemple.fr/Questionnaire/marche",
    "version": "1.0", "title": "Marche et aides", "status": "active", "copyright": "Texte libre.",
    "contained": [WALKING, PLACES],
    "item": [
        {"linkId": "marche", "text": "Comment marche-t-il ?", "type": "choice", "required": True,
         "answerValueSet": "#marche"},
        {"linkId": "depuis", "text": "Depuis quand ?", "type": "date", "enableWhen": [
            {"question": "marche", "operator": "=", "answerCoding": {"system": SYSTEM, "code": "canne"}}]},
        {"linkId": "aides", "text": "Quelles aides ?", "type": "choice", "repeats": True, "answerValueSet": AIDS},
        {"linkId": "genre", "text": "Sexe à l’état civil", "type": "choice", "answerValueSet": GENDER,
         "initial": [{"valueCoding": {"system": "http://hl7.org/fhir/administrative-gender", "code": "female"}}]},
        {"linkId": "lieu", "text": "Où tombe-t-il ?", "type": "open-choice", "answerValueSet": "#lieux"},
        {"linkId": "pieces", "text": "Quelles pièces évite-t-il ?", "type": "choice", "repeats": True,
         "answerValueSet": "#lieux"},
        {"linkId": "score", "text": "Score de marche", "type": "decimal", "readOnly": True,
         "code": [{"system": "urn:cordee:score", "code": "marche-score", "display": "Score de marche"}],
         "extension": [
             {"url": f"{_OURS}/score", "valueBoolean": True},
             {"url": f"{_CORE}/questionnaire-unit", "valueCoding": {"display": "/2", "code": "{score}"}},
             {"url": f"{_SDC}-observationExtract", "valueBoolean": True},
             {"url": f"{_SDC}-calculatedExpression", "valueExpression": {
                 "language": "text/fhirpath", "expression": f"iif({_SUM}.exists(), {_SUM}.sum(), {{}})"}}]},
    ],
}  # fmt: skip


def pack_with_grid(folder: Path) -> Path:
    """Return the file of a pack whose folder of grids holds this one."""
    (folder / "questionnaires").mkdir(exist_ok=True)
    (folder / "questionnaires" / "marche.json").write_text(json.dumps(GRID, ensure_ascii=False, indent=1))
    return folder / "pack.yaml"


@contextmanager
def guide_installed() -> Iterator[None]:
    """Have the guide that defines the list of aids in force."""
    put_in_force(Registry(base_artefact(), (GUIDE,)))
    try:
        yield
    finally:
        put_in_force(base_registry())
