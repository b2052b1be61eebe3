"""Validate published files, and tell where each is wrong, without the numbers of items."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import read_json
from cordee.fhir.validation import validate
from tests.conformance.fhir.published import Example

SECONDS = 300.0
_ITEM = re.compile(r"\[\d+\]|\.ofType\(\w+\)")


def faults(examples: Iterable[Example], known: Registry) -> tuple[int, dict[str, set[str]]]:
    """Return how many examples there were, and for those with errors the places of these."""
    count, wrong = 0, dict[str, set[str]]()
    for count, example in enumerate(examples, 1):  # noqa: B007 - the last number is the count
        for issue in validate(read_json(example.content), (), known, SECONDS):
            if issue.severity == "error":
                wrong.setdefault(example.name, set()).add(_ITEM.sub("", issue.expression))
    return count, wrong


def excluded(file: str) -> dict[str, set[str]]:
    """Return the files of an exclusion file and the places where they are known to be wrong."""
    entries = tomllib.loads((Path(__file__).parent / file).read_text("utf-8"))["exclusion"]
    found: dict[str, set[str]] = {}
    for entry in entries:
        for name in entry["files"]:
            found.setdefault(name, set()).update(entry["places"])
    return found
