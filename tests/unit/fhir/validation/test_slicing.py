"""Slices: each kind of discriminator, counts, closedness, order, slices of slices."""

from typing import Any

from cordee.fhir.json_value import Json
from tests.unit.fhir.validation.definitions import against, profile, said

PATIENT: Json = {"resourceType": "Patient"}
BUNDLE: Json = {"resourceType": "Bundle", "type": "collection"}


def sliced(kind: str, path: str, rules: str = "open", *, ordered: bool = False, id_: str = "") -> Json:
    slicing = {"discriminator": [{"type": kind, "path": path}], "rules": rules, "ordered": ordered}
    return {"id": id_ or "Patient.identifier", "slicing": slicing}


def system(name: str, url: str) -> Json:
    return {"id": f"Patient.identifier:{name}.system", "fixedUri": url, "min": 1, "max": "1"}


def identified(*systems: str) -> Json:
    return PATIENT | {"identifier": [{"system": one, "value": "1"} for one in systems]}


INS = {"id": "Patient.identifier:ins", "min": 1, "max": "1", "sliceName": "ins"}
IPP = {"id": "Patient.identifier:ipp", "min": 0, "max": "*", "sliceName": "ipp"}


def test_by_value_counts_each_slice() -> None:
    definition = profile("Patient", sliced("value", "system"), INS, system("ins", "urn:ins"))

    assert against(definition, identified("urn:ins", "urn:other")) == []
    assert said(against(definition, identified("urn:other"))) == [("error", "required", "Patient.identifier")]
    assert said(against(definition, identified("urn:ins", "urn:ins"))) == [
        ("error", "structure", "Patient.identifier")
    ]


def test_what_a_slice_asks_is_asked_of_its_values_alone() -> None:
    use = {"id": "Patient.identifier:ins.use", "min": 1, "max": "1"}
    definition = profile("Patient", sliced("value", "system"), INS, system("ins", "urn:ins"), use)

    assert said(against(definition, identified("urn:other", "urn:ins"))) == [
        ("error", "required", "Patient.identifier[1].use")
    ]


def test_by_pattern_above_the_discriminator() -> None:
    kind = {
        "id": "Patient.identifier:ins.type",
        "min": 1,
        "max": "1",
        "patternCodeableConcept": {"coding": [{"system": "urn:s", "code": "INS"}]},
    }
    definition = profile("Patient", sliced("value", "type.coding.code"), INS, kind)
    typed = PATIENT | {"identifier": [{"type": {"coding": [{"system": "urn:s", "code": "INS"}]}}]}

    assert against(definition, typed) == []
    assert said(against(definition, identified("x"))) == [("error", "required", "Patient.identifier")]


def test_closed_slicing_refuses_strangers() -> None:
    definition = profile("Patient", sliced("value", "system", "closed"), INS, system("ins", "urn:ins"))

    assert said(against(definition, identified("urn:other", "urn:ins"))) == [
        ("error", "structure", "Patient.identifier[0]")
    ]


def test_open_at_end_refuses_strangers_before_slices() -> None:
    definition = profile("Patient", sliced("value", "system", "openAtEnd"), INS, system("ins", "urn:ins"))

    assert against(definition, identified("urn:ins", "urn:other")) == []
    assert said(against(definition, identified("urn:other", "urn:ins"))) == [
        ("error", "structure", "Patient.identifier[0]")
    ]


def test_ordered_slicing_refuses_another_order() -> None:
    definition = profile(
        "Patient",
        sliced("value", "system", ordered=True),
        INS,
        system("ins", "urn:ins"),
        IPP,
        system("ipp", "urn:ipp"),
    )

    assert against(definition, identified("urn:ins", "urn:ipp")) == []
    assert said(against(definition, identified("urn:ipp", "urn:ins"))) == [
        ("error", "structure", "Patient.identifier[1]")
    ]


def test_by_existence() -> None:
    definition = profile(
        "Patient",
        sliced("exists", "period"),
        INS,
        {"id": "Patient.identifier:ins.period", "min": 1, "max": "1"},
        IPP | {"max": "0"},
        {"id": "Patient.identifier:ipp.period", "min": 0, "max": "0"},
    )

    assert against(definition, PATIENT | {"identifier": [{"period": {"start": "2024"}}]}) == []
    assert said(against(definition, PATIENT | {"identifier": [{"value": "1"}]})) == [
        ("error", "required", "Patient.identifier"),
        ("error", "structure", "Patient.identifier"),
    ]


def test_by_type_of_a_choice() -> None:
    definition = profile(
        "Observation",
        sliced("type", "$this", "closed", id_="Observation.value[x]"),
        {"id": "Observation.value[x]:valueQuantity", "type": [{"code": "Quantity"}], "min": 1, "max": "1"},
        {"id": "Observation.value[x]:valueQuantity.unit", "min": 1, "max": "1"},
    )
    content: Json = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}}

    assert against(definition, content | {"valueQuantity": {"value": 1, "unit": "g"}}) == []
    assert said(against(definition, content | {"valueQuantity": {"value": 1}})) == [
        ("error", "required", "Observation.value.ofType(Quantity).unit")
    ]
    assert [code for _, code, _ in said(against(definition, content | {"valueString": "x"}))] == [
        "required",
        "structure",
    ]


def test_by_type_of_a_resource() -> None:
    definition = profile(
        "Bundle",
        sliced("type", "resource", id_="Bundle.entry"),
        {"id": "Bundle.entry:patient", "min": 1, "max": "1"},
        {"id": "Bundle.entry:patient.resource", "min": 1, "max": "1", "type": [{"code": "Patient"}]},
    )

    assert against(definition, BUNDLE | {"entry": [{"resource": PATIENT}]}) == []
    assert said(against(definition, BUNDLE)) == [("error", "required", "Bundle.entry")]


def test_by_profile_of_a_resource() -> None:
    named = profile("Patient", {"id": "Patient.name", "min": 1}, url="https://example.org/named")
    definition = profile(
        "Bundle",
        sliced("profile", "resource", id_="Bundle.entry"),
        {"id": "Bundle.entry:named", "min": 1, "max": "1"},
        {
            "id": "Bundle.entry:named.resource",
            "min": 1,
            "max": "1",
            "type": [{"code": "Patient", "profile": ["https://example.org/named"]}],
        },
    )

    def bundle(resource: Json) -> Json:
        return BUNDLE | {"entry": [{"resource": resource}]}

    assert against(definition, bundle(PATIENT | {"name": [{"text": "M"}]}), named) == []
    assert said(against(definition, bundle(PATIENT), named)) == [("error", "required", "Bundle.entry")]


def test_by_what_a_reference_leads_to() -> None:
    definition = profile(
        "List",
        sliced("value", "item.resolve().status", id_="List.entry"),
        {"id": "List.entry:done", "min": 1, "max": "*"},
        {"id": "List.entry:done.item", "min": 1, "max": "1"},
        {"id": "List.entry:done.item.status", "min": 1, "max": "1", "fixedCode": "completed"},
    )
    content: Json = {
        "resourceType": "List",
        "status": "current",
        "mode": "working",
        "contained": [{"resourceType": "Task", "id": "t", "status": "completed", "intent": "plan"}],
        "entry": [{"item": {"reference": "#t"}}],
    }

    assert against(definition, content) == []


def test_by_extension() -> None:
    url = "https://example.org/kind"
    definition = profile(
        "Patient",
        sliced("value", f"extension('{url}').value", id_="Patient.telecom"),
        {"id": "Patient.telecom:safe", "min": 1, "max": "1"},
        {"id": "Patient.telecom:safe.extension"},
        {
            "id": "Patient.telecom:safe.extension:kind",
            "type": [{"code": "Extension", "profile": [url]}],
            "min": 1,
            "max": "1",
        },
    )
    kind = profile(
        "Extension",
        {"id": "Extension.url", "fixedUri": url},
        {"id": "Extension.value[x]", "type": [{"code": "code"}], "fixedCode": "safe"},
        url=url,
    )

    def telecom(code: str) -> Json:
        return PATIENT | {
            "telecom": [{"system": "email", "value": "x", "extension": [{"url": url, "valueCode": code}]}]
        }

    assert against(definition, telecom("safe"), kind) == []
    assert ("error", "required", "Patient.telecom") in said(against(definition, telecom("other"), kind))


def test_extensions_are_slices_by_address() -> None:
    url = "https://example.org/kind"
    definition = profile(
        "Patient",
        {
            "id": "Patient.extension:kind",
            "min": 1,
            "max": "1",
            "type": [{"code": "Extension", "profile": [url]}],
        },
    )

    assert against(definition, PATIENT | {"extension": [{"url": url, "valueCode": "x"}]}) == []
    assert said(against(definition, PATIENT)) == [("error", "required", "Patient.extension")]


def test_slices_of_a_slice() -> None:
    definition = profile(
        "Patient",
        sliced("value", "system"),
        INS | {"max": "*", "slicing": {"discriminator": [{"type": "value", "path": "use"}], "rules": "open"}},
        system("ins", "urn:ins"),
        {"id": "Patient.identifier:ins/old", "min": 0, "max": "1"},
        {"id": "Patient.identifier:ins/old.use", "fixedCode": "old", "min": 1, "max": "1"},
    )

    def used(*uses: str) -> Json:
        return PATIENT | {"identifier": [{"system": "urn:ins", "use": use} for use in uses]}

    assert against(definition, used("old", "official", "official")) == []
    assert said(against(definition, used("old", "old"))) == [("error", "structure", "Patient.identifier")]


def test_a_slicing_that_does_not_say_how_is_not_checked() -> None:
    undecidable: Any = profile("Patient", sliced("value", "system"), INS)

    assert against(undecidable, PATIENT) == []
