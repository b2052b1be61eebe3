"""Where references may lead, contained resources, extensions and their places, narratives."""

from typing import Any

import pytest

from cordee.fhir.json_value import Json
from cordee.fhir.validation import validate
from tests.unit.fhir.validation.definitions import BASE, against, profile, registry_of, said

OBSERVATION: Json = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}
PATIENT: Json = {"resourceType": "Patient"}
EXTENSION = "https://example.org/ext"


def faults(content: Json, *definitions: Json) -> list[tuple[str, str, str]]:
    found = validate(content, (), registry_of(*definitions))
    return [one for one in said(found) if one[0] != "information"]


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/1"},
        {"reference": "https://x.org/fhir/Patient/1/_history/2"},
        {"reference": "Patient?identifier=1"},
        {"reference": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"},
        {"reference": "https://x.org/somewhere"},
        {"type": "Patient", "identifier": {"value": "1"}},
        {"display": "Anne"},
    ],
)
def test_a_reference_that_may_be_right_is_accepted(subject: Json) -> None:
    assert faults(OBSERVATION | {"subject": subject}) == []


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Practitioner/1"},
        {"reference": "https://x.org/fhir/Practitioner/1"},
        {"reference": "Practitioner?identifier=1"},
        {"type": "Practitioner", "identifier": {"value": "1"}},
        {"type": "Group", "reference": "Patient/1"},
    ],
)
def test_a_reference_to_another_type_is_refused(subject: Json) -> None:
    assert faults(OBSERVATION | {"subject": subject}) == [("error", "structure", "Observation.subject")]


def test_a_contained_resource_gives_its_type() -> None:
    contained = {"contained": [{"resourceType": "Practitioner", "id": "p"}], "subject": {"reference": "#p"}}

    assert faults(OBSERVATION | contained) == [("error", "structure", "Observation.subject")]


def test_an_entry_of_the_bundle_gives_its_type() -> None:
    urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"
    bundle: Json = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": urn, "resource": {"resourceType": "Practitioner"}},
            {"resource": OBSERVATION | {"subject": {"reference": urn}}},
        ],
    }

    assert faults(bundle) == [("error", "structure", "Bundle.entry[1].resource.subject")]


def test_a_local_reference_to_nothing_is_refused() -> None:
    assert faults(OBSERVATION | {"subject": {"reference": "#p"}}) == [
        ("error", "invariant", "Observation.subject.reference")
    ]


def test_a_profile_narrows_the_targets() -> None:
    definition = profile(
        "Observation",
        {"id": "Observation.subject", "type": [{"code": "Reference", "targetProfile": [f"{BASE}Patient"]}]},
    )

    assert against(definition, OBSERVATION | {"subject": {"reference": "Patient/1"}}) == []
    assert said(against(definition, OBSERVATION | {"subject": {"reference": "Group/1"}})) == [
        ("error", "structure", "Observation.subject")
    ]


def test_a_profile_may_ask_for_what_is_contained() -> None:
    kind = {"code": "Reference", "targetProfile": [f"{BASE}Patient"], "aggregation": ["contained"]}
    definition = profile("Observation", {"id": "Observation.subject", "type": [kind]})
    inside = {"contained": [PATIENT | {"id": "p"}], "subject": {"reference": "#p"}}

    assert against(definition, OBSERVATION | inside) == []
    assert said(against(definition, OBSERVATION | {"subject": {"reference": "Patient/1"}})) == [
        ("error", "structure", "Observation.subject")
    ]


@pytest.mark.parametrize(
    ("contained", "place"),
    [
        ({"contained": [{"resourceType": "Basic"}]}, "Observation.contained[0].contained"),
        ({"meta": {"versionId": "1"}}, "Observation.contained[0].meta.versionId"),
        ({"meta": {"security": [{"code": "R"}]}}, "Observation.contained[0].meta.security"),
    ],
)
def test_what_a_contained_resource_may_not_have(contained: Json, place: str) -> None:
    inside = {"contained": [PATIENT | {"id": "p"} | contained], "subject": {"reference": "#p"}}

    assert ("error", "invariant", place) in faults(OBSERVATION | inside)


def test_a_contained_resource_nobody_refers_to_is_refused() -> None:
    inside = {"contained": [PATIENT | {"id": "p"}]}

    assert faults(OBSERVATION | inside) == [("error", "invariant", "Observation.contained[0]")]


def extension(**more: Any) -> Json:
    return profile(
        "Extension",
        {"id": "Extension.url", "fixedUri": EXTENSION},
        {"id": "Extension.value[x]", "min": 1, "type": [{"code": "code"}]},
        {"id": "Extension.extension", "max": "0"},
        url=EXTENSION,
        **more,
    )


def on(expression: str) -> list[Json]:
    return [{"type": "element", "expression": expression}]


@pytest.mark.parametrize(
    "context", ["Patient", "Resource", "DomainResource", "Element", "Patient.name", "HumanName"]
)
def test_an_extension_is_accepted_where_its_definition_puts_it(context: str) -> None:
    one = {"url": EXTENSION, "valueCode": "x"}
    inside = {"name": [{"text": "M", "extension": [one]}]} if "ame" in context else {"extension": [one]}

    assert faults(PATIENT | inside, extension(context=on(context))) == []


def test_an_extension_is_held_against_its_definition_and_its_place() -> None:
    definition = extension(context=on("Patient.name"))

    assert faults(PATIENT | {"extension": [{"url": EXTENSION, "valueString": "x"}]}, definition) == [
        ("error", "extension", "Patient.extension[0]"),
        ("error", "structure", "Patient.extension[0].value.ofType(string)"),
    ]


def test_unknown_extensions_are_told_and_modifiers_warned_about() -> None:
    one = {"url": "https://example.org/unknown", "valueCode": "x"}

    found = said(validate(PATIENT | {"extension": [one], "modifierExtension": [one]}))

    assert ("information", "extension", "Patient.extension[0]") in found
    assert ("warning", "extension", "Patient.modifierExtension[0]") in found


@pytest.mark.parametrize(
    "div",
    [
        '<div xmlns="http://www.w3.org/1999/xhtml"><p class="x">Bonjour<br/></p></div>',
        '<div><img src="#x" alt="x"/></div>',
        "<div><!-- rien -->x</div>",
    ],
)
def test_a_basic_narrative_is_accepted(div: str) -> None:
    assert faults(PATIENT | {"text": {"status": "generated", "div": div}}) == []


@pytest.mark.parametrize(
    "div",
    [
        "<div><script>x</script></div>",
        '<div onclick="x">x</div>',
        "<div> </div>",
        "<div>x",
        "<div><p>x</div></p>",
        "<div>x</div>y",
        "<div>a < b</div>",
    ],
)
def test_anything_else_in_a_narrative_is_refused(div: str) -> None:
    assert faults(PATIENT | {"text": {"status": "generated", "div": div}}) == [
        ("error", "invariant", "Patient.text.div")
    ]
