"""What the log is told of a fault: where, never what."""

import json

from cordee.kernel.log import fault


def test_a_fault_is_told_by_its_kind_and_place() -> None:
    try:
        int("Jeanne Lambert")
    except ValueError as error:
        told = fault(error)
    assert told["kind"] == "ValueError"
    assert "Lambert" not in json.dumps(told)
    assert __file__ in told["frames"][-1]
