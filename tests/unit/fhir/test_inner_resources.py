"""Resources inside resources stay the bytes that came, and are checked like any other."""

import json

from cordee.fhir import decode, encode
from cordee.fhir.r4 import Bundle, Parameters, Patient
from tests.unit.fhir.refusals import only_issue

INNER = {"resourceType": "Patient", "gender": "male"}
BROKEN = {"resourceType": "Patient", "gender": "homme"}


def test_entry_resource_keeps_its_bytes() -> None:
    inner = b'{ "resourceType" : "Patient",  "gender":"male" }'
    data = b'{"resourceType":"Bundle","type":"collection","entry":[{"resource":' + inner + b"}]}"

    bundle = decode(data)

    assert isinstance(bundle, Bundle)
    assert bundle.entry is not None
    assert bundle.entry[0].resource is not None
    assert bytes(bundle.entry[0].resource) == inner
    assert isinstance(decode(bytes(bundle.entry[0].resource)), Patient)
    assert json.loads(encode(bundle)) == json.loads(data)


def test_broken_entry_is_named_by_its_place() -> None:
    issue = only_issue(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": INNER}, {"resource": BROKEN}]}
    )

    assert issue.expression == "Bundle.entry[1].resource.gender"


def test_broken_response_outcome_is_refused() -> None:
    response = {"status": "400", "outcome": {"resourceType": "OperationOutcome"}}

    issue = only_issue(
        {"resourceType": "Bundle", "type": "batch-response", "entry": [{"response": response}]}
    )

    assert issue.expression == "Bundle.entry[0].response.outcome.issue"


def test_broken_parameter_part_is_named_by_its_place() -> None:
    part = [{"name": "b", "resource": BROKEN}]

    issue = only_issue({"resourceType": "Parameters", "parameter": [{"name": "a", "part": part}]})

    assert issue.expression == "Parameters.parameter[0].part[0].resource.gender"


def test_parameters_with_resource_decode() -> None:
    content = {"resourceType": "Parameters", "parameter": [{"name": "a", "resource": INNER}]}

    assert isinstance(decode(json.dumps(content)), Parameters)


def test_broken_contained_resource_is_named_by_its_place() -> None:
    issue = only_issue({"resourceType": "Patient", "contained": [BROKEN]})

    assert issue.expression == "Patient.contained[0].gender"


def test_contained_resource_may_not_contain_another() -> None:
    issue = only_issue({"resourceType": "Patient", "contained": [INNER | {"contained": [INNER]}]})

    assert issue.expression == "Patient.contained[0].contained"


def test_inner_resource_of_unknown_type_is_refused() -> None:
    assert only_issue({"resourceType": "Patient", "contained": [{"resourceType": "Chien"}]}).expression == (
        "Patient.contained[0]"
    )
