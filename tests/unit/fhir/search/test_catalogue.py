"""Every curated path exists in the typed model and leads to what its kind can read."""

from typing import get_args

import pytest

from cordee.fhir import RESOURCE_TYPES, r4
from cordee.fhir.allowed_codes import element_type
from cordee.fhir.search.curated.parameters import PARAMETERS, SearchParameter

ALL = [parameter for table in PARAMETERS.values() for parameter in table.values()]
READABLE = {
    "token": {"CodeableConcept", "Coding", "Identifier", "ContactPoint", "text", "bool"},
    "reference": {"Reference", "text"},
    "date": {"text", "Period", "Timing"},
    "string": {"text", "HumanName", "Address"},
    "uri": {"text"},
}


@pytest.mark.parametrize("parameter", ALL, ids=lambda p: f"{p.resource_type}.{p.code}")
def test_path_leads_to_what_its_kind_reads(parameter: SearchParameter) -> None:
    assert parameter.resource_type in RESOURCE_TYPES
    assert set(parameter.targets) <= RESOURCE_TYPES
    for steps in parameter.steps:
        model = getattr(r4, parameter.resource_type)
        for step in steps:
            assert step.name in model.__struct_fields__
            model = element_type(
                model, model.__struct_encode_fields__[model.__struct_fields__.index(step.name)]
            )
            assert step.key is None or step.key in model.__struct_fields__
        name = model.__name__ if isinstance(model, type) and model is not str else "text"
        assert name in READABLE[parameter.kind], get_args(model)
