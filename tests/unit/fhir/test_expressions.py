"""Expressions of one run share one bound of time."""

import time

from cordee.fhir.expressions import RUN_SECONDS_MAX, Evaluator, Told
from cordee.kernel.clock import now

SLOW = "name.given.select(%resource.name.given.where(length() > 0).count()).count()"
RUNS = 200


def test_many_slow_expressions_take_a_bounded_time() -> None:
    names = [{"family": f"f{n}", "given": ["a", "b"]} for n in range(100)]
    told = Told()
    told.seconds_left = 0.5
    evaluator = Evaluator(focus={"resourceType": "Patient", "name": names}, now=now(), told=told)
    begun = time.monotonic()
    for number in range(RUNS):
        evaluator.nodes({"language": "text/fhirpath", "expression": f"{SLOW} + {number}"}, f"item[{number}]")

    assert time.monotonic() - begun < RUN_SECONDS_MAX
    assert told.issues[-1].code == "too-costly"
    assert evaluator.nodes({"language": "text/fhirpath", "expression": "1"}, "item") is None
