"""Structure definitions become classes."""

from typing import Any

import pytest

from build_support.fhir.definitions import Definitions
from build_support.fhir.model import Class, classes_of
from build_support.fhir.naming import module_name
from build_support.fhir.runtime import class_source
from build_support.fhir.stubs import stub_source


def element(
    path: str, *types: str, low: int = 0, high: str = "1", base: str = "", **more: Any
) -> dict[str, Any]:
    return {
        "path": path, "min": low, "max": high, "base": {"path": base or path}, "short": f"About {path}",
        "type": [{"code": code} for code in types], **more,
    }  # fmt: skip


DEFINITION: dict[str, Any] = {
    "id": "Visit",
    "kind": "resource",
    "abstract": False,
    "baseDefinition": "http://hl7.org/fhir/StructureDefinition/DomainResource",
    "snapshot": {
        "element": [
            element("Visit"),
            element("Visit.id", "id", base="Resource.id"),
            element("Visit.status", "code", low=1),
            element("Visit.class", "Coding", low=1),
            element("Visit.day[x]", "date", "Period", low=1),
            element("Visit.label", "string", high="*"),
            element("Visit.step", "BackboneElement", high="*"),
            element("Visit.step.id", "id", base="Element.id"),
            element("Visit.step.weight", "decimal"),
            element("Visit.step.step", high="*", contentReference="#Visit.step"),
            element("Visit.about", "Resource"),
        ]
    },
}


@pytest.fixture
def classes() -> dict[str, Class]:
    made = classes_of(DEFINITION, Definitions({}, {}, {}))
    return {found.name: found for found in made}


def test_backbone_elements_come_before_their_resource(classes: dict[str, Class]) -> None:
    assert list(classes) == ["VisitStep", "Visit"]
    assert classes["VisitStep"].parent == "BackboneElement"
    assert classes["Visit"].resource_type == "Visit"


def test_inherited_elements_are_left_to_the_parent(classes: dict[str, Class]) -> None:
    assert "id" not in {field.name for made in classes.values() for field in made.fields}


def test_content_reference_points_to_the_class_of_its_target(classes: dict[str, Class]) -> None:
    assert [field.type_name for field in classes["VisitStep"].fields] == ["FhirDecimal", "VisitStep"]


def test_runtime_source_says_presence_and_reserved_names(classes: dict[str, Class]) -> None:
    source = class_source(classes["Visit"])

    assert "    class_: 'Coding' = msgspec.field(name=\"class\")\n" in source
    assert "if self.status is None and self.status_ext is None:" in source
    assert "(self.dayDate, self.dayPeriod,).count(None) != 1" in source
    assert "label: 'Many[String | None]' = None" in source
    assert "about: 'msgspec.Raw' = None" in source
    assert all(line == line.rstrip() for line in source.splitlines())


def test_stub_makes_required_elements_arguments_and_others_optional(classes: dict[str, Class]) -> None:
    stub = stub_source(classes["Visit"])

    assert "    status: str | None\n" in stub
    assert "    class_: Coding\n" in stub
    assert "    dayPeriod: Period | None = None\n" in stub
    assert "    label: list[str | None] | None = None\n" in stub
    assert "    weight: Decimal | None = None\n" in stub_source(classes["VisitStep"])


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("Patient", "patient"),
        ("CareTeam", "care_team"),
        ("EpisodeOfCare", "episode_of_care"),
        ("List", "list"),
    ],
)
def test_module_is_named_after_its_resource(name: str, module: str) -> None:
    assert module_name(name) == module
