"""HL7's FHIRPath suite for R4: its cases, and what this engine answers to each."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from build_support.fhirpath_suite import FOLDER
from cordee.fhir.json_value import read_json
from cordee.fhir.path import Environment, Node, PathError, compile_path, truth
from cordee.fhir.path.conversions import to_string
from cordee.fhir.path.system_values import system_value
from tests.conformance.fhirpath.xml_input import json_of

SUITE = FOLDER / "tests-fhir-r4.xml"


class Case(NamedTuple):
    """One test: an expression on an input, and the items or the refusal expected."""

    name: str
    group: str
    expression: str
    input_file: str
    outputs: tuple[tuple[str, str], ...]
    invalid: str
    is_predicate: bool
    is_strict: bool


def cases() -> Iterator[Case]:
    """Yield every case; those that share a name are numbered."""
    seen: Counter[str] = Counter()
    for group in ElementTree.parse(SUITE).getroot().iter("group"):
        for test in group.iter("test"):
            name = test.get("name") or f"{group.get('name')}-unnamed"
            seen[name] += 1
            expression = test.find("expression")
            assert expression is not None
            yield Case(
                name if seen[name] == 1 else f"{name}#{seen[name]}",
                group.get("name") or "",
                expression.text or "",
                test.get("inputfile") or "",
                tuple((output.get("type") or "", output.text or "") for output in test.findall("output")),
                expression.get("invalid") or "",
                test.get("predicate") == "true",
                test.get("mode") == "strict" or expression.get("mode") == "strict",
            )


@cache
def _input(name: str) -> dict[str, Any]:
    content = Path(FOLDER / name).read_text(encoding="utf-8")
    return read_json(content) if name.endswith(".json") else json_of(content)


def failure(case: Case) -> str:
    """Return how the engine's answer differs from the expected one; empty when it does not."""
    resource = _input(case.input_file or "patient-example.xml")
    is_strict = case.invalid == "semantic"
    try:
        path = compile_path(case.expression, resource["resourceType"], is_strict=is_strict)
        nodes = path(resource, Environment(member_of=_member_of))
    except PathError as error:
        return "" if case.invalid else f"refused: {error.message_en}"
    if case.invalid:
        return f"not refused: {[_written(node) for node in nodes]}"
    if case.is_predicate:
        nodes = [Node(bool(nodes) and truth(nodes) is not False, "System.Boolean")]
    found = [_written(node) for node in nodes]
    expected = [text.removeprefix("@T").removeprefix("@") for _, text in case.outputs]
    if found != expected:
        return f"{found} instead of {expected}"
    wrong = [
        kind for (kind, _), node in zip(case.outputs, nodes, strict=True) if kind and not _is(node, kind)
    ]
    return f"{[node.type for node in nodes]} instead of {wrong}" if wrong else ""


def _written(node: Node) -> str | None:
    return to_string(system_value(node))


def _is(node: Node, kind: str) -> bool:
    return node.type.removeprefix("System.").lower() == kind.lower()


def _member_of(coded: Any, value_set: str) -> bool | None:
    """Know the one value set the suite asks about."""
    return coded == "male" if value_set.endswith("/administrative-gender") else None
