"""A list of answers becomes the options of its question, in the language, with its points; or is told lacking."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cordee.fhir.definitions import Registry, base_artefact, base_registry, put_in_force
from cordee.fhir.definitions.compiling import compile_package
from cordee.fhir.expressions import Told
from cordee.fhir.sdc import Population, Sheet, enabled, populate, with_answer_lists
from cordee.fhir.sdc.answer_lists import CODES_MAX, LISTS_MAX, OPTIONS_MAX
from cordee.fhir.terminology.opening import LISTED_STEPS
from tests.unit.fhir.definitions.archives import package

S = "https://exemple.fr/CodeSystem/marche"
POINTS = "http://hl7.org/fhir/StructureDefinition/"
GENDER = "http://hl7.org/fhir/ValueSet/administrative-gender"
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def value_set(*concepts: Any, id_: str = "marche", **more: Any) -> dict[str, Any]:
    listed = [one if isinstance(one, dict) else {"code": one, "display": one.upper()} for one in concepts]
    include = {"system": S, "concept": listed}
    return {
        "resourceType": "ValueSet",
        "id": id_,
        "status": "active",
        "compose": {"include": [include]},
    } | more


def asking(url: str, *contained: dict[str, Any], type_: str = "choice", **more: Any) -> dict[str, Any]:
    item = {"linkId": "q", "type": type_, "answerValueSet": url} | more
    group = {"linkId": "g", "type": "group", "item": [item]}
    return {"resourceType": "Questionnaire", "contained": list(contained), "item": [group]}


def options(questionnaire: dict[str, Any]) -> list[dict[str, Any]]:
    (item,) = with_answer_lists(questionnaire, "fr").questionnaire["item"][0]["item"]
    assert "answerValueSet" not in item
    return [one["valueCoding"] for one in item["answerOption"]]


def reason(questionnaire: dict[str, Any]) -> str:
    found = with_answer_lists(questionnaire, "fr")
    (item,) = found.questionnaire["item"][0]["item"]
    assert "answerOption" not in item
    assert "answerValueSet" in item
    (lacking,) = found.lacking.values()
    assert lacking.reason_en
    return lacking.reason_fr


def test_contained_list_gives_its_options_in_order() -> None:
    asked = asking("#marche", value_set("seul", "canne"), type_="open-choice")
    assert options(asked) == [
        {"system": S, "code": "seul", "display": "SEUL"}, {"system": S, "code": "canne", "display": "CANNE"},
    ]  # fmt: skip
    assert "answerValueSet" in asked["item"][0]["item"][0]


def test_list_of_r4_gives_its_options() -> None:
    assert [one["code"] for one in options(asking(GENDER))] == ["male", "female", "other", "unknown"]
    assert [one["code"] for one in options(asking(f"{GENDER}|4.0.1"))][:1] == ["male"]


def test_contained_list_takes_codes_of_a_contained_system_and_of_another_list() -> None:
    system = {"resourceType": "CodeSystem", "url": S, "content": "complete", "status": "active", "concept": [
        {"code": "a", "display": "A", "designation": [{"language": "fr-FR", "value": "Ah"}],
         "extension": [{"url": f"{POINTS}codesystem-ordinalValue", "valueDecimal": 2}]}]}  # fmt: skip
    whole = value_set(compose={"include": [{"system": S}]})
    both = value_set(id_="both", compose={"include": [{"valueSet": ["#marche"]}, {"valueSet": [GENDER]}]})
    found = options(asking("#both", system, whole, both))
    assert found[0] == {
        "system": S, "code": "a", "display": "Ah", "extension": [{"url": f"{POINTS}ordinalValue", "valueDecimal": 2}],
    }  # fmt: skip
    assert len(found) == 5


@pytest.mark.parametrize("name", ["ordinalValue", "itemWeight", "valueset-ordinalValue"])
def test_points_of_a_concept_become_points_of_its_answer(name: str) -> None:
    concept = {"code": "a", "display": "A", "extension": [{"url": f"{POINTS}{name}", "valueDecimal": 0}]}
    (found,) = options(asking("#marche", value_set(concept)))
    assert found["extension"] == [{"url": f"{POINTS}ordinalValue", "valueDecimal": 0}]


def test_points_among_the_properties_of_a_system_become_points_of_the_answer() -> None:
    weight = {"code": "itemWeight", "valueDecimal": 3}
    system = {"resourceType": "CodeSystem", "url": S, "content": "complete", "status": "active",
              "concept": [{"code": "a", "property": [weight]}]}  # fmt: skip
    (found,) = options(asking("#marche", system, value_set(compose={"include": [{"system": S}]})))
    assert found["extension"] == [{"url": f"{POINTS}ordinalValue", "valueDecimal": 3}]


def points(name: str, value: int) -> dict[str, Any]:
    return {"url": f"{POINTS}{name}", "valueDecimal": value}


@pytest.mark.parametrize(
    "name", ["ordinalValue", "itemWeight", "valueset-ordinalValue", "codesystem-ordinalValue"]
)
def test_points_a_guide_gives_the_concepts_of_its_system_become_points_of_the_answer(name: str) -> None:
    system = {"resourceType": "CodeSystem", "url": S, "content": "complete", "status": "active",
              "concept": [{"code": "a", "concept": [{"code": "b", "extension": [points(name, 4)]}]}]}  # fmt: skip
    whole = value_set(url="https://exemple.fr/ValueSet/marche", compose={"include": [{"system": S}]})
    put_in_force(
        Registry(base_artefact(), (compile_package(package({"s.json": system, "v.json": whole})).artefact,))
    )
    try:
        found = options(asking("https://exemple.fr/ValueSet/marche"))
    finally:
        put_in_force(base_registry())
    assert [one.get("extension") for one in found] == [None, [points("ordinalValue", 4)]]


def test_points_of_a_value_set_stand_before_those_of_its_system_and_come_with_its_expansion() -> None:
    concept = {"code": "a", "extension": [points("itemWeight", 2)]}
    system = {"resourceType": "CodeSystem", "url": S, "content": "complete", "status": "active",
              "concept": [concept, {**concept, "code": "b"}]}  # fmt: skip
    said = value_set({"code": "a", "extension": [points("valueset-ordinalValue", 7)]}, {"code": "b"})
    assert [one["extension"] for one in options(asking("#marche", system, said))] == [
        [points("ordinalValue", 7)], [points("ordinalValue", 2)],
    ]  # fmt: skip
    contains = {"system": "https://exemple.fr/ailleurs", "code": "z", "extension": [points("itemWeight", 1)]}
    published = {
        "resourceType": "ValueSet",
        "id": "p",
        "status": "active",
        "expansion": {"contains": [contains]},
    }
    assert options(asking("#p", published))[0]["extension"] == [points("ordinalValue", 1)]


class Counted(dict[str, Any]):
    """A concept that counts how often it was looked into."""

    looks = 0

    def __contains__(self, name: object) -> bool:
        self.looks += 1
        return super().__contains__(name)


def test_opening_one_list_does_not_look_into_the_others() -> None:
    looks = []
    for count in (1, 20):
        concept = Counted(code="a", display="A")
        asked = asking(
            "#s0", value_set(concept, id_="s0"), *(value_set("b", id_=f"s{n}") for n in range(1, count))
        )
        asked["item"] = [
            {"linkId": f"q{n}", "type": "choice", "answerValueSet": f"#s{n}"} for n in range(count)
        ]
        assert with_answer_lists(asked, "fr").lacking == {}
        looks.append(concept.looks)
    assert looks[0] == looks[1] > 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (asking("https://exemple.fr/ValueSet/nulle-part"), "Aucun guide installé"),
        (asking("#autre", value_set("a")), "ne la contient pas"),
        (asking("#marche", value_set(compose={"include": [{"system": "http://snomed.info/sct"}]})), "snomed.info"),
        (asking("#marche", value_set(*(f"c{n}" for n in range(OPTIONS_MAX + 1)))), f"{OPTIONS_MAX} au plus"),
        (asking("#marche", value_set()), "vide"),
        (asking("http://hl7.org/fhir/ValueSet/animal-breeds"), "2370 choix"),
        (asking("#marche", value_set(compose={"include": [{"valueSet": ["#marche"]}]})), "se contient lui-même"),
        (asking("#a", *(value_set(id_=one, compose={"include": [{"valueSet": [f"#{other}"]}]})
                        for one, other in ("ab", "ba"))), "se contient lui-même"),
        (asking("#marche", value_set(compose={"include": [{"system": S, "filter": [
            {"property": "code", "op": "regex", "value": "(a+)+$"}]}]})), ""),
    ],
)  # fmt: skip
def test_list_that_cannot_be_offered_is_told_and_left(asked: dict[str, Any], said: str) -> None:
    assert said in reason(asked)


def test_list_nested_without_end_is_told() -> None:
    contains: dict[str, Any] = {"system": S, "code": "last"}
    for number in range(5000):
        contains = {"system": S, "code": f"c{number}", "contains": [contains]}
    deep = {"resourceType": "ValueSet", "id": "marche", "expansion": {"contains": [contains]}}
    assert "profondément" in reason(asking("#marche", deep))


def test_longest_list_is_offered_and_shared_by_its_questions() -> None:
    asked = asking("#marche", value_set(*(f"c{n}" for n in range(OPTIONS_MAX))))
    asked["item"] = [{**asked["item"][0]["item"][0], "linkId": f"q{n}"} for n in range(2000)]
    found = with_answer_lists(asked, "fr").questionnaire["item"]
    assert len(found[0]["answerOption"]) == OPTIONS_MAX
    assert found[0]["answerOption"] is found[-1]["answerOption"]


def test_lists_without_number_are_opened_up_to_a_bound() -> None:
    sets = [value_set("a", id_=f"s{n}") for n in range(LISTS_MAX + 5)]
    asked = asking("#s0", *sets)
    asked["item"] = [
        {"linkId": f"q{n}", "type": "choice", "answerValueSet": f"#s{n}"} for n in range(len(sets))
    ]
    assert len(with_answer_lists(asked, "fr").lacking) == 5


def test_codes_without_number_are_looked_at_up_to_a_bound() -> None:
    types = {"valueSet": ["http://hl7.org/fhir/ValueSet/c80-doc-typecodes"]}  # 6,401 codes
    for excluded, lengthy in ([], "6401 choix"), ([types], "vide"):
        large = {"include": [types], "exclude": excluded}
        asked = asking("#s0", *(value_set(id_=f"s{n}", compose=large) for n in range(60)))
        asked["item"] = [{"linkId": f"q{n}", "type": "choice", "answerValueSet": f"#s{n}"} for n in range(60)]
        reasons = [one.reason_fr for one in with_answer_lists(asked, "fr").lacking.values()]
        looked_at = sum(lengthy in one for one in reasons)
        assert 5 < looked_at < CODES_MAX // (2 * 6401)
        assert sum("en tout" in one for one in reasons) == 60 - looked_at


def test_lists_that_cannot_be_told_count_too() -> None:
    many = [{"code": f"c{n}"} for n in range(20_000)]
    unknown = {"include": [{"system": S, "concept": many}, {"system": "http://snomed.info/sct"}]}
    asked = asking("#s0", *(value_set(id_=f"s{n}", compose=unknown) for n in range(10)))
    asked["item"] = [{"linkId": f"q{n}", "type": "choice", "answerValueSet": f"#s{n}"} for n in range(10)]
    reasons = [one.reason_fr for one in with_answer_lists(asked, "fr").lacking.values()]
    told = CODES_MAX // (LISTED_STEPS * len(many))
    assert sum("snomed" in one for one in reasons) == told
    assert sum("en tout" in one for one in reasons) == 10 - told


def test_questionnaire_without_lists_is_the_same_one() -> None:
    asked = asking(GENDER, answerOption=[{"valueCoding": {"code": "a"}}])
    assert with_answer_lists(asked, "fr").questionnaire is asked


def test_option_of_a_list_asks_what_depends_on_it() -> None:
    asked = asking("#marche", value_set("seul", "canne"))
    when = {"question": "q", "operator": "=", "answerCoding": {"system": S, "code": "canne"}}
    asked["item"].append({"linkId": "depuis", "type": "date", "enableWhen": [when]})
    asked = with_answer_lists(asked, "fr").questionnaire
    (alone, cane) = (one["valueCoding"] for one in asked["item"][0]["item"][0]["answerOption"])
    assert "depuis" not in enabled(asked, Sheet(answers={"q": [{"valueCoding": alone}]}))
    assert "depuis" in enabled(asked, Sheet(answers={"q": [{"valueCoding": cane}]}))


@pytest.mark.parametrize(
    ("initial", "code"),
    [
        ({"valueCoding": {"system": S, "code": "canne", "display": "Stick"}}, "canne"),
        ({"valueString": "CANNE"}, "canne"),
        ({"valueCoding": {"system": S, "code": "vélo"}}, None),
        ({"valueCoding": {"system": "https://ailleurs.example", "code": "canne"}}, None),
    ],
)
def test_what_is_known_fills_a_question_only_with_an_option_of_its_list(
    initial: dict[str, Any], code: str | None
) -> None:
    asked = with_answer_lists(
        asking("#marche", value_set("seul", "canne"), initial=[initial]), "fr"
    ).questionnaire
    subject = {"resourceType": "Patient", "id": "p"}
    response = populate(asked, Population(subject=subject, now=NOW, told=Told()))
    if code is None:
        assert "item" not in response
    else:
        (answer,) = response["item"][0]["item"][0]["answer"]
        assert answer == {"valueCoding": {"system": S, "code": code, "display": code.upper()}}
