"""Queries written in questionnaires (`application/x-fhir-query`): which there are, and their text once filled in."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from cordee.fhir.expressions import Evaluator
from cordee.fhir.json_value import Json
from cordee.fhir.sdc.extensions import (
    EXTRACTION_CONTEXT,
    POPULATION_CONTEXT,
    QUERY_LANGUAGE,
    VARIABLE,
    extensions,
    items_of,
)

QUERIES_MAX = 50
_PLACEHOLDER = re.compile(r"\{\{([^{}]{1,500})\}\}")


def queries_of(questionnaire: Json) -> list[str]:
    """Return each query of a questionnaire once, as written, at most `QUERIES_MAX`."""
    found = (text for holder in _holders(questionnaire) for text in _queries(holder))
    return list(dict.fromkeys(found))[:QUERIES_MAX]


def query_text(expression: Any) -> str | None:
    """Return the query of an Expression, or None when it is none."""
    if isinstance(expression, dict) and expression.get("language") == QUERY_LANGUAGE:
        text = expression.get("expression")
        return text if isinstance(text, str) else None
    return None


def filled(text: str, evaluator: Evaluator) -> str | None:
    """Return a query with each `{{…}}` replaced by what its expression gives; None when one gives nothing.

    Nothing is asked then: a query with a hole would find what it must not. Values are escaped for an address.
    """
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        expression = {"language": "text/fhirpath", "expression": match[1].strip()}
        nodes = evaluator.nodes(expression, "Questionnaire") or []
        said = [
            str(node.value) for node in nodes if node.value is not None and not isinstance(node.value, dict)
        ]
        if not said:
            missing.append(match[1])
        return ",".join(quote(one, safe="") for one in said)

    found = _PLACEHOLDER.sub(value, text)
    return None if missing else found


def _holders(questionnaire: Json) -> Iterator[Json]:
    yield questionnaire
    yield from items_of(questionnaire)


def _queries(holder: Json) -> Iterator[str]:
    for url in (VARIABLE, POPULATION_CONTEXT, EXTRACTION_CONTEXT):
        for extension in extensions(holder, url):
            text = query_text(extension.get("valueExpression"))
            if text:
                yield text
