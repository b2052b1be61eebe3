"""The scores of the grids that come with Cordée: computed by hand, at their limits, and with an answer missing."""

import pytest

from cordee.care.assessments.response import SIGNED, as_signed
from cordee.care.assessments.results import results_in
from cordee.fhir import decode
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import read_json, write_json
from cordee.fhir.sdc import Extraction, extract
from cordee.fhir.validation import validate
from tests.unit.territories.filled_grids import NOW, filled, grids, with_first_options
from tests.unit.territories.persons import NURSE

ALL = tuple(sorted(grids()))


def each(prefix: str, names: str, key: str) -> dict[str, str]:
    """Return the same answer to several questions."""
    return {f"{prefix}_{name}": key for name in names.split()}


def yes(prefix: str, names: str, *, of: str) -> dict[str, str]:
    """Return yes to the questions named, no to the others of `of`."""
    return {f"{prefix}_{name}": "oui" if name in names.split() else "non" for name in of.split()}


ADL = "toilette habillage toilettes transfert continence repas"
IADL = "telephone courses repas menage linge transport medicaments argent"
EPICES = "1 2 3 4 5 6 7 8 9 10 11"
GDS = "1 2 3 4"
FRIED = "poids fatigue marche force activite"
DN4 = "brulure froid decharge fourmis picotements engourdi demange toucher piqure frottement"
CARER = "sommeil sante temps seul nerfs argent avenir bout"
HOME = "tapis lumiere marches bain barre wc gaz fumee froid alerte cles medicaments"
NEEDS = "droits ressources logement alimentation energie isolement deplacement numerique aide protection"
ICOPE = {
    "cognition_date": "oui", "cognition_lieu": "oui", "cognition_mots": "oui", "mobilite_chaise": "oui",
    "nutrition_poids": "non", "nutrition_appetit": "non", "moral_triste": "non", "moral_plaisir": "non",
    "vue_gene": "non", "audition_murmure": "oui",
}  # fmt: skip
CASES = [
    ("katz-adl", each("adl", ADL, "1"), "6/6", "Autonome", "ok"),
    ("katz-adl", each("adl", ADL, "1") | {"adl_repas": "0.5"}, "5,5/6", "partielle", "watch"),
    ("katz-adl", each("adl", ADL, "0.5"), "3/6", "partielle", "watch"),
    ("katz-adl", each("adl", ADL, "0.5") | {"adl_repas": "0"}, "2,5/6", "forte", "alert"),
    ("katz-adl", each("adl", ADL, "0"), "0/6", "forte", "alert"),
    ("lawton-iadl", each("iadl", IADL, "1"), "8/8", "Autonome", "ok"),
    ("lawton-iadl", each("iadl", IADL, "1") | {"iadl_courses": "2"}, "7/8", "certaines", "watch"),
    ("lawton-iadl", each("iadl", "telephone menage linge", "2") | {
        "iadl_courses": "3", "iadl_repas": "4", "iadl_transport": "3", "iadl_medicaments": "2", "iadl_argent": "3",
    }, "4/8", "plupart", "alert"),
    ("lawton-iadl", {
        "iadl_telephone": "4", "iadl_courses": "4", "iadl_repas": "4", "iadl_menage": "5", "iadl_linge": "3",
        "iadl_transport": "5", "iadl_medicaments": "3", "iadl_argent": "3",
    }, "0/8", "plupart", "alert"),
    # 75.14 - 11.83 - 8.28 - 8.28 - 6.51 - 7.10 - 7.10 - 9.47 - 9.47 - 7.10 = 0
    ("epices", yes("epices", "2 3 4 6 7 8 9 10 11", of=EPICES), "0/100", "Pas de précarité", "ok"),
    # 75.14 + 10.06 + 14.80 = 100
    ("epices", yes("epices", "1 5", of=EPICES), "100/100", "grande précarité", "alert"),
    # 75.14 - 11.83 - 8.28 - 6.51 - 9.47 - 9.47 = 29.58, below 30.17
    ("epices", yes("epices", "2 3 6 9 10", of=EPICES), "29,58/100", "Pas de précarité", "ok"),
    # 75.14 - 11.83 - 8.28 - 7.10 - 9.47 - 7.10 = 31.36, above it
    ("epices", yes("epices", "2 4 7 10 11", of=EPICES), "31,36/100", "Situation de précarité", "watch"),
    ("mini-gds", yes("gds", "3", of=GDS), "0/4", "peu probable", "ok"),
    ("mini-gds", yes("gds", "", of=GDS), "1/4", "possible", "alert"),
    ("mini-gds", yes("gds", "1 2 4", of=GDS), "4/4", "possible", "alert"),
    ("fried", yes("fried", "", of=FRIED), "0/5", "Robuste", "ok"),
    ("fried", yes("fried", "poids", of=FRIED), "1/5", "Pré-fragile", "watch"),
    ("fried", yes("fried", "poids marche", of=FRIED), "2/5", "Pré-fragile", "watch"),
    ("fried", yes("fried", "poids marche force", of=FRIED), "3/5", "Fragile", "alert"),
    ("fried", yes("fried", FRIED, of=FRIED), "5/5", "Fragile", "alert"),
    ("icope-1", ICOPE, "0/6", "Rien à explorer", "ok"),
    ("icope-1", ICOPE | {"cognition_date": "non", "cognition_mots": "non"}, "1/6", "étape 2", "watch"),
    ("icope-1", ICOPE | {"mobilite_chaise": "non", "nutrition_poids": "oui", "vue_gene": "oui"}, "3/6", "sans tarder",
     "alert"),
    ("timed-up-and-go", {"tug_fait": "oui", "tug_temps": "10"}, "10\u00a0s", "libre", "ok"),
    ("timed-up-and-go", {"tug_fait": "oui", "tug_temps": "10,1"}, "10,1\u00a0s", "suffisante", "ok"),
    ("timed-up-and-go", {"tug_fait": "oui", "tug_temps": "20"}, "20\u00a0s", "suffisante", "ok"),
    ("timed-up-and-go", {"tug_fait": "oui", "tug_temps": "20,5"}, "20,5\u00a0s", "risque de chute", "watch"),
    ("timed-up-and-go", {"tug_fait": "oui", "tug_temps": "30,2"}, "30,2\u00a0s", "aide nécessaire", "alert"),
    ("douleur", {"douleur_methode": "en", "douleur_en": "0"}, "0/10", "Pas de douleur", "ok"),
    ("douleur", {"douleur_methode": "en", "douleur_en": "3"}, "3/10", "faible", "ok"),
    ("douleur", {"douleur_methode": "en", "douleur_en": "4"}, "4/10", "modérée", "watch"),
    ("douleur", {"douleur_methode": "en", "douleur_en": "10"}, "10/10", "intense", "alert"),
    ("douleur", {"douleur_methode": "evs", "douleur_evs": "3"}, "3/4", "intense", "alert"),
    ("dn4", yes("dn4", "brulure froid toucher", of=DN4), "3/10", "peu probable", "ok"),
    ("dn4", yes("dn4", "brulure froid toucher piqure", of=DN4), "4/10", "neuropathique probable", "alert"),
    ("charge-aidant", each("aidant", CARER, "0"), "0/24", "légère", "ok"),
    ("charge-aidant", each("aidant", CARER, "1") | {"aidant_bout": "0"}, "7/24", "légère", "ok"),
    ("charge-aidant", each("aidant", CARER, "1"), "8/24", "proposer un relais", "watch"),
    ("charge-aidant", each("aidant", CARER, "2"), "16/24", "élevée", "alert"),
    ("charge-aidant", each("aidant", CARER, "3"), "24/24", "élevée", "alert"),
    ("securite-domicile", yes("maison", "", of=HOME), "0/12", "Rien à reprendre", "ok"),
    ("securite-domicile", yes("maison", "tapis bain cles", of=HOME), "3/12", "Quelques points", "watch"),
    ("securite-domicile", yes("maison", "tapis bain cles gaz", of=HOME), "4/12", "sans tarder", "alert"),
    ("besoins-sociaux", each("besoin", NEEDS, "veille"), "0/10", "Aucun besoin", "ok"),
    ("besoins-sociaux", each("besoin", NEEDS, "non") | {"besoin_droits": "oui"}, "1/10", "Quelques besoins", "watch"),
    ("besoins-sociaux", each("besoin", NEEDS, "oui"), "10/10", "multiples", "alert"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answers", "said", "words", "tone"), CASES)
def test_score_is_what_was_computed_by_hand(
    name: str, answers: dict[str, str], said: str, words: str, tone: str
) -> None:
    (result,) = filled(name, **answers).results
    assert (result.said, result.tone) == (said, tone)
    assert words in result.words


@pytest.mark.parametrize(
    ("name", "answers"), [(name, answers) for name, answers, said, *_ in CASES if name != "douleur"]
)
def test_a_missing_answer_gives_no_score(name: str, answers: dict[str, str]) -> None:
    for left_out in answers:
        some = {key: text for key, text in answers.items() if key != left_out}
        filling = filled(name, **some)
        assert filling.results == ()
        assert filling.missing


@pytest.mark.parametrize("name", ALL)
def test_grid_answered_and_signed_is_valid_and_gives_valid_resources(name: str) -> None:
    grid = grids()[name]
    assert [one for one in validate(grid.questionnaire) if one.severity == "error"] == []
    assert grid.source
    filling = with_first_options(name)
    assert filling.missing == []

    signed = read_json(write_json(as_signed(filling, NURSE, SIGNED)))

    decode(write_json(signed), "QuestionnaireResponse")
    assert [one for one in validate(signed) if one.severity == "error"] == []
    assert results_in(signed) == filling.results
    told = Told()
    bundle = extract(grid.questionnaire, signed, Extraction(now=NOW, told=told))
    assert told.issues == []
    for entry in bundle.get("entry", ()):
        resource = entry["resource"]
        if resource["resourceType"] == "Observation":
            assert [one for one in validate(resource) if one.severity == "error"] == []


def test_a_problem_named_in_icope_becomes_a_condition() -> None:
    filling = with_first_options("icope-1")
    signed = as_signed(filling, NURSE, SIGNED)
    bundle = extract(grids()["icope-1"].questionnaire, signed, Extraction(now=NOW, told=Told()))
    conditions = [
        one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Condition"
    ]
    assert [one["code"] for one in conditions] == [{"text": "mots"}]
