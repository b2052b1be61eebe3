"""What the demonstration holds is valid R4: what is shown to a newcomer teaches nothing wrong."""

from collections import defaultdict

from cordee.fhir import encode, type_name
from cordee.fhir.definitions import Registry, base_artefact
from cordee.fhir.json_value import read_json
from cordee.fhir.r4 import Resource
from cordee.fhir.validation import validate

SECONDS = 60.0
EACH_MAX = 80
"""How many of a type are looked at, from the first record to the last."""


def test_sample_of_every_type_is_valid(resources: list[Resource]) -> None:
    by_type: dict[str, list[Resource]] = defaultdict(list)
    for one in resources:
        by_type[type_name(one)].append(one)
    registry = Registry(base_artefact(), ())
    wrong = {
        f"{name}: {issue.expression} {issue.message_en}"
        for name, found in by_type.items()
        for one in found[:: max(1, len(found) // EACH_MAX)]
        for issue in validate(read_json(encode(one)), (), registry, SECONDS)
        if issue.severity == "error"
    }
    assert "\n".join(sorted(wrong)) == ""
