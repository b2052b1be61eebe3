"""Plans and activities made concrete: conditions, nesting, timing, dynamic values, goals, and what is told."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cordee.fhir import decode
from cordee.fhir.apply import Context, apply_activity, apply_plan, canonicals, is_complete
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import write_json

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
JEANNE = {"resourceType": "Patient", "id": "jeanne", "gender": "female", "birthDate": "1942-03-12"}
GP = {"resourceType": "Practitioner", "id": "gp"}
FHIRPATH = "text/fhirpath"
WEIGH = {
    "resourceType": "ActivityDefinition",
    "url": "urn:test:weigh",
    "version": "2",
    "status": "active",
    "kind": "ServiceRequest",
    "intent": "order",
    "priority": "urgent",
    "doNotPerform": False,
    "code": {"text": "Pesée"},
    "timingTiming": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk"}},
    "participant": [{"type": "practitioner", "role": {"text": "Infirmier"}}],
}


def context(**more: Any) -> Context:
    return Context(subject=JEANNE, now=NOW, told=Told(), **more)


def condition(expression: str, language: str = FHIRPATH) -> dict[str, Any]:
    return {"kind": "applicability", "expression": {"language": language, "expression": expression}}


def plan(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "PlanDefinition",
        "url": "urn:test:plan",
        "version": "1",
        "status": "active",
        **more,
    } | ({"action": list(actions)} if actions else {})


def applied(
    definition: dict[str, Any], given: Context
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """Return the CarePlan, its RequestGroup, and the other contained resources; all follow R4."""
    made = apply_plan(definition, given)
    decode(write_json(made), "CarePlan")
    group = next(one for one in made["contained"] if one["resourceType"] == "RequestGroup")
    assert made["activity"] == [{"reference": {"reference": f"#{group['id']}"}}]
    return made, group, [one for one in made["contained"] if one is not group]


def titles(actions: list[dict[str, Any]]) -> list[Any]:
    return [(one["title"], titles(one["action"])) if "action" in one else one.get("title") for one in actions]


def test_an_activity_becomes_its_request() -> None:
    given = context(practitioner=GP)

    made = apply_activity(WEIGH, given)

    assert made == {
        "resourceType": "ServiceRequest",
        "instantiatesCanonical": ["urn:test:weigh|2"],
        "status": "draft",
        "intent": "order",
        "priority": "urgent",
        "doNotPerform": False,
        "authoredOn": "2026-11-25T09:00:00+00:00",
        "subject": {"reference": "Patient/jeanne"},
        "requester": {"reference": "Practitioner/gp"},
        "code": {"text": "Pesée"},
        "occurrenceTiming": WEIGH["timingTiming"],
        "performerType": {"text": "Infirmier"},
    }
    assert given.told.issues == []


KIND_CONTENT: dict[str, dict[str, Any]] = {
    "MedicationRequest": {"productCodeableConcept": {"text": "Paracétamol"}, "quantity": {"value": 30}},
    "SupplyRequest": {"productCodeableConcept": {"text": "Lit"}, "quantity": {"value": 1}},
    "Task": {"description": "Appeler", "code": {"text": "Appel"}, "timingPeriod": {"start": "2026-12-01"}},
    "Appointment": {"code": {"text": "Visite"}},
    "CommunicationRequest": {"description": "Rappeler le rendez-vous"},
    "DeviceRequest": {"code": {"text": "Fauteuil"}},
}


@pytest.mark.parametrize("kind", sorted({"ServiceRequest", "NutritionOrder", "CarePlan", *KIND_CONTENT}))
def test_every_kind_made_follows_r4(kind: str) -> None:
    definition = {"resourceType": "ActivityDefinition", "status": "active", "kind": kind, "url": "urn:a"}

    made = apply_activity(definition | KIND_CONTENT.get(kind, {}), context(practitioner=GP))

    assert made is not None
    decode(write_json(made), kind)


def test_a_kind_that_is_not_made_is_told() -> None:
    given = context()

    assert apply_activity({"resourceType": "ActivityDefinition", "kind": "Claim"}, given) is None
    assert [issue.expression for issue in given.told.issues] == ["ActivityDefinition.kind"]


def test_what_a_definition_does_not_say_enough_about_is_told() -> None:
    given = context(definitions={"urn:s": {"resourceType": "ActivityDefinition", "kind": "SupplyRequest"}})

    _, group, others = applied(plan({"title": "lit", "definitionCanonical": "urn:s"}), given)

    assert group["action"] == [{"title": "lit"}]
    assert others == []
    assert {issue.code for issue in given.told.issues} == {"incomplete"}


def test_dynamic_values_are_set_and_those_that_do_not_fit_told() -> None:
    values = [
        {"path": "occurrence", "expression": {"language": FHIRPATH, "expression": "@2026-12-24"}},
        {
            "path": "ServiceRequest.patientInstruction",
            "expression": {"language": FHIRPATH, "expression": "'À jeun'"},
        },
        {"path": "priority", "expression": {"language": "text/cql", "expression": "X"}},
        {"path": "nowhere", "expression": {"language": FHIRPATH, "expression": "1"}},
        {"path": "note", "expression": {"language": FHIRPATH, "expression": "%subject.gender"}},
        {"path": "note", "expression": {"language": FHIRPATH, "expression": "((("}},
    ]
    given = context()

    made = apply_activity(WEIGH | {"dynamicValue": values}, given)

    assert made is not None
    assert (made["occurrenceDateTime"], made["patientInstruction"]) == ("2026-12-24", "À jeun")
    assert made["note"] == [{"text": "female"}]
    assert "occurrenceTiming" not in made
    assert [issue.expression.rpartition(".")[2] for issue in given.told.issues] == [
        "dynamicValue[2]", "dynamicValue[3]", "dynamicValue[5]",
    ]  # fmt: skip


def test_only_actions_that_apply_are_there_with_those_inside() -> None:
    definition = plan(
        {"title": "femme", "condition": [condition("gender = 'female'")], "action": [{"title": "dedans"}]},
        {
            "title": "homme",
            "condition": [condition("Patient.gender = 'male'")],
            "action": [{"title": "perdu"}],
        },
        {"title": "vide", "condition": [condition("deceased")]},
        {"title": "âge", "condition": [condition("%subject.birthDate < @1950-01-01")]},
        {"title": "deux", "condition": [condition("true"), condition("false")]},
    )

    _, group, _ = applied(definition, context())

    assert titles(group["action"]) == [("femme", ["dedans"]), "âge"]


def test_a_condition_in_another_language_stays_for_a_person_to_judge() -> None:
    given = context()
    unsure = condition("Is Patient Pregnant", "text/cql")

    _, group, _ = applied(plan({"title": "peut-être", "condition": [unsure]}), given)

    assert group["action"][0]["condition"] == [unsure]
    assert "text/cql" in given.told.issues[0].message_en


def test_definitions_become_contained_requests() -> None:
    given = context(definitions={"urn:test:weigh": WEIGH}, practitioner=GP)
    definition = plan(
        {
            "id": "a1",
            "title": "peser",
            "definitionCanonical": "urn:test:weigh",
            "dynamicValue": [
                {"path": "priority", "expression": {"language": FHIRPATH, "expression": "'asap'"}}
            ],
            "participant": [{"type": "patient"}, {"type": "practitioner"}, {"type": "device"}],
            "timingDateTime": "2026-12-01",
        },
        {"title": "perdu", "definitionCanonical": "urn:test:nowhere"},
        {"title": "contenu", "definitionCanonical": "#inside"},
        contained=[{"resourceType": "ActivityDefinition", "id": "inside", "status": "draft", "kind": "Task"}],
    )

    made, group, others = applied(definition, given)

    assert made["instantiatesCanonical"] == ["urn:test:plan|1"]
    assert made["author"] == {"reference": "Practitioner/gp"}
    weigh, lost, inside = group["action"]
    assert weigh["resource"] == {"reference": "#servicerequest-1"}
    assert weigh["participant"] == [{"reference": "Patient/jeanne"}, {"reference": "Practitioner/gp"}]
    assert weigh["timingDateTime"] == "2026-12-01"
    assert "resource" not in lost
    assert inside["resource"] == {"reference": "#task-1"}
    assert others[0]["priority"] == "asap"
    assert [issue.code for issue in given.told.issues] == ["not-found"]


def test_what_a_definition_contains_moves_beside_the_request() -> None:
    drug = {
        "resourceType": "ActivityDefinition",
        "status": "active",
        "kind": "MedicationRequest",
        "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Citalopram"}}],
        "productReference": {"reference": "#m"},
    }
    definition = plan({"definitionCanonical": "urn:d"}, {"definitionCanonical": "urn:d"})

    _, _, others = applied(definition, context(definitions={"urn:d": drug}))

    requests = [one for one in others if one["resourceType"] == "MedicationRequest"]
    assert [one["medicationReference"]["reference"] for one in requests] == ["#medication-1", "#medication-2"]
    assert all("contained" not in one for one in others)


def test_a_plan_inside_a_plan_gives_its_actions() -> None:
    inner = plan({"title": "plus bas"}) | {"url": "urn:inner"}

    _, group, _ = applied(plan({"title": "haut", "definitionCanonical": "urn:inner"}),
                          context(definitions={"urn:inner": inner}))  # fmt: skip

    assert titles(group["action"]) == [("haut", ["plus bas"])]


def test_a_plan_that_leads_to_itself_ends_and_is_told() -> None:
    loop = plan({"title": "encore", "definitionCanonical": "urn:test:plan"})
    given = context(definitions={"urn:test:plan": loop})

    applied(loop, given)

    assert "too-long" in {issue.code for issue in given.told.issues}


def test_relations_stay_between_actions_that_apply() -> None:
    after = {"relationship": "after-end", "offsetDuration": {"value": 1, "unit": "h"}}
    given = context()
    definition = plan(
        {"id": "a1", "title": "un"},
        {"id": "a2", "title": "jamais", "condition": [condition("false")]},
        {
            "id": "a3",
            "title": "trois",
            "relatedAction": [{"actionId": "a1", **after}, {"actionId": "a2", **after}],
        },
        {"id": "a4", "title": "quatre", "relatedAction": [{"actionId": "a2", **after}]},
    )

    _, group, _ = applied(definition, given)

    assert group["action"][1]["relatedAction"] == [{"actionId": "a1", **after}]
    assert "relatedAction" not in group["action"][2]
    assert given.told.issues[0].code == "informational"


def test_goals_are_proposed() -> None:
    goal = {
        "description": {"text": "Marcher"},
        "priority": {"text": "haute"},
        "category": {"text": "Mobilité"},
        "target": [
            {"measure": {"text": "Distance"}, "detailQuantity": {"value": 500}, "due": {"value": 6, "unit": "mo"}}
        ],
    }  # fmt: skip

    made, _, others = applied(plan(goal=[goal]), context())

    (found,) = others
    assert made["goal"] == [{"reference": "#goal-1"}]
    assert (found["lifecycleStatus"], found["description"]) == ("proposed", {"text": "Marcher"})
    assert found["target"][0]["dueDuration"] == {"value": 6, "unit": "mo"}


def test_canonicals_are_listed_once_whatever_the_depth() -> None:
    definition = plan(
        {"definitionCanonical": "urn:a", "action": [{"definitionCanonical": "urn:b"}]},
        {"definitionCanonical": "urn:a"},
        {"definitionCanonical": "#c"},
    )

    assert canonicals(definition) == ["urn:a", "urn:b"]


EXAMPLES = Path(__file__).parents[4] / ".cache" / "npm" / "node_modules" / "hl7.fhir.r4.examples"


@pytest.mark.parametrize("kind", ["PlanDefinition", "ActivityDefinition"])
def test_every_published_definition_applies_to_something_that_follows_r4(kind: str) -> None:
    files = sorted(EXAMPLES.glob(f"{kind}-*.json"))
    if not files:
        pytest.skip("the published examples are not here")
    for file in files:
        definition = json.loads(file.read_text())
        made = (
            apply_plan(definition, context())
            if kind == "PlanDefinition"
            else apply_activity(definition, context())
        )
        if made is not None and (kind == "PlanDefinition" or is_complete(made, context())):
            decode(write_json(made))
