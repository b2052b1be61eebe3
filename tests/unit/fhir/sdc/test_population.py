"""Questionnaires filled: expressions, contexts, linked observations, queries; and what could not be is told."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cordee.fhir import decode
from cordee.fhir.conversions import UCUM
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import write_json
from cordee.fhir.sdc import Population, filled, links_of, populate, queries_of

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
JEANNE = {
    "resourceType": "Patient",
    "id": "jeanne",
    "gender": "female",
    "birthDate": "1942-03-12",
    "name": [{"family": "Lambert", "given": ["Jeanne", "Marie"]}],
    "contact": [{"name": {"text": "Sa fille"}}, {"name": {"text": "Son voisin"}}],
}


def expression(url: str, text: str, language: str = "text/fhirpath", name: str = "") -> dict[str, Any]:
    said = {"language": language, "expression": text} | ({"name": name} if name else {})
    return {"url": url if ":" in url else SDC + url, "valueExpression": said}


def launched(name: str, type_: str) -> dict[str, Any]:
    parts = [{"url": "name", "valueCoding": {"code": name}}, {"url": "type", "valueCode": type_}]
    return {"url": f"{SDC}launchContext", "extension": parts}


def item(link_id: str, type_: str, *extensions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": type_} | ({"extension": list(extensions)} if extensions else {}) | more


def initial(text: str, language: str = "text/fhirpath") -> dict[str, Any]:
    return expression("initialExpression", text, language)


def questionnaire(*items: dict[str, Any], extension: Any = (), **more: Any) -> dict[str, Any]:
    contexts = [launched("patient", "Patient"), *extension]
    return {"resourceType": "Questionnaire", "status": "active", "url": "urn:q", "version": "1", "item": list(items),
            "extension": contexts, **more}  # fmt: skip


def answers(
    *items: dict[str, Any], told: Told | None = None, extension: Any = (), **more: Any
) -> dict[str, Any]:
    """Return the answers by linkId, of one item as a list."""
    known = Population(subject=JEANNE, now=NOW, told=told or Told(), **more)
    response = populate(questionnaire(*items, extension=extension), known)
    decode(write_json(response), "QuestionnaireResponse")
    return {one["linkId"]: one.get("answer", one.get("item")) for one in response.get("item", ())}


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        ("string", "%patient.name.family", {"valueString": "Lambert"}),
        ("text", "%patient.name.given.first()", {"valueString": "Jeanne"}),
        ("date", "%patient.birthDate", {"valueDate": "1942-03-12"}),
        ("boolean", "%patient.gender = 'female'", {"valueBoolean": True}),
        ("integer", "%patient.contact.count()", {"valueInteger": 2}),
        ("reference", "%patient", {"valueReference": {"reference": "Patient/jeanne"}}),
        ("open-choice", "%patient.gender", {"valueString": "female"}),
        ("quantity", "5 'kg'", {"valueQuantity": {"value": 5, "unit": "kg", "system": UCUM, "code": "kg"}}),
    ],
)  # fmt: skip
def test_an_initial_expression_answers_by_the_type_of_its_question(
    type_: str, text: str, expected: dict[str, Any]
) -> None:
    assert answers(item("1", type_, initial(text))) == {"1": [expected]}


def test_a_choice_takes_the_option_with_that_code() -> None:
    option = {"system": "http://hl7.org/fhir/administrative-gender", "code": "female", "display": "Femme"}
    asked = item("1", "choice", initial("%patient.gender"), answerOption=[{"valueCoding": option}])

    assert answers(asked) == {"1": [{"valueCoding": option}]}


def test_the_response_names_questionnaire_and_subject() -> None:
    response = populate(questionnaire(), Population(subject=JEANNE, now=NOW, told=Told()))

    assert response == {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "urn:q|1",
        "status": "in-progress",
        "subject": {"reference": "Patient/jeanne"},
        "authored": "2026-11-25T09:00:00+00:00",
    }


def test_only_a_repeating_question_takes_several_answers() -> None:
    text = initial("%patient.name.given")

    assert answers(item("1", "string", text)) == {"1": [{"valueString": "Jeanne"}]}
    assert len(answers(item("1", "string", text, repeats=True))["1"]) == 2


def test_a_repeating_group_has_one_instance_for_each_item_of_its_context() -> None:
    group = item(
        "contacts", "group", expression("itemPopulationContext", "%patient.contact", name="contact"),
        repeats=True, item=[item("name", "string", initial("%contact.name.text"))],
    )  # fmt: skip
    response = populate(questionnaire(group), Population(subject=JEANNE, now=NOW, told=Told()))

    texts = [one["item"][0]["answer"][0]["valueString"] for one in response["item"]]
    assert texts == ["Sa fille", "Son voisin"]


def test_variables_are_known_below_them() -> None:
    variable = expression(
        "http://hl7.org/fhir/StructureDefinition/variable", "%patient.name.family", name="nom"
    )

    assert answers(item("1", "string", initial("%nom")), extension=[variable]) == {
        "1": [{"valueString": "Lambert"}]
    }


def test_initial_values_stand_where_nothing_is_computed_and_nested_questions_follow() -> None:
    asked = item(
        "1", "boolean", initial=[{"valueBoolean": True}], item=[item("2", "string", initial("'oui'"))]
    )

    (answer,) = answers(asked)["1"]
    assert answer["valueBoolean"] is True
    assert answer["item"] == [{"linkId": "2", "answer": [{"valueString": "oui"}]}]


def test_what_cannot_be_filled_is_told_and_left_out() -> None:
    told = Told()

    found = answers(
        item("cql", "string", initial("X", "text/cql")),
        item("bad", "string", initial("(((")),
        item("type", "boolean", initial("'peut-être'")),
        item("lost", "string", initial("%user.name")),
        item("none", "string", initial("%patient.deceased")),
        told=told,
        extension=[launched("user", "Practitioner")],
    )

    assert found == {}
    assert [issue.expression for issue in told.issues] == [
        "Questionnaire.extension[1]", "Questionnaire.item[0]", "Questionnaire.item[1]", "Questionnaire.item[2]",
    ]  # fmt: skip


def test_a_linked_observation_answers_when_it_is_recent_enough() -> None:
    linked = item(
        "weight", "quantity",
        {"url": f"{SDC}observationLinkPeriod", "valueDuration": {"value": 1, "code": "wk"}},
        code=[{"system": "http://loinc.org", "code": "29463-7"}],
    )  # fmt: skip
    (link,) = links_of(questionnaire(linked), NOW)
    quantity = {"value": 62, "unit": "kg"}

    assert (link.link_id, link.codes) == ("weight", (("http://loinc.org", "29463-7"),))
    assert (NOW - link.since).days == 7
    observation = {"resourceType": "Observation", "valueQuantity": quantity}
    assert answers(linked, observations={"weight": observation}) == {"weight": [{"valueQuantity": quantity}]}


def test_queries_are_listed_filled_escaped_and_their_results_known() -> None:
    text = "Condition?patient={{%patient.id}}&code={{%patient.name.family}}"
    group = item(
        "c", "group", expression("itemPopulationContext", text, "application/x-fhir-query", "found"),
        repeats=True, item=[item("t", "string", initial("%found.code.text"))],
    )  # fmt: skip
    known = Population(subject=JEANNE | {"name": [{"family": "A&_id=x"}]}, now=NOW, told=Told())
    asked = questionnaire(group)

    assert queries_of(asked) == [text]
    assert filled(text, known.evaluator(asked)) == "Condition?patient=jeanne&code=A%26_id%3Dx"
    assert filled("Condition?patient={{%patient.deceased}}", known.evaluator(asked)) is None
    entries = [
        {"resource": {"resourceType": "Condition", "code": {"text": one}}} for one in ("Asthme", "Goutte")
    ]
    bundle = {"resourceType": "Bundle", "entry": entries}
    response = populate(asked, Population(subject=JEANNE, now=NOW, told=Told(), results={text: bundle}))
    assert [one["item"][0]["answer"][0]["valueString"] for one in response["item"]] == ["Asthme", "Goutte"]
