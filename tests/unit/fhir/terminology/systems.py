"""A small terminology: two code systems, one known whole and one in part, and value sets over them."""

from typing import Any

from cordee.fhir.definitions import base_registry
from cordee.fhir.terminology import Terminology

ANIMALS = "https://example.org/animals"
PLACES = "https://example.org/places"
ELSEWHERE = "https://example.org/elsewhere"


def animals(**more: Any) -> dict[str, Any]:
    """Return a code system known whole: nested, with one further parent, a withdrawn and an abstract code."""
    return {
        "resourceType": "CodeSystem",
        "url": ANIMALS,
        "version": "2",
        "content": "complete",
        "property": [{"code": "legs", "type": "integer"}, {"code": "habitat", "type": "code"}],
        "concept": [
            {
                "code": "pet",
                "display": "Pet",
                "property": [{"code": "child", "valueCode": "rabbit"}],
                "concept": [
                    {
                        "code": "cat",
                        "display": "Cat",
                        "definition": "It purrs.",
                        "designation": [{"language": "fr", "value": "Chat à poil long"}],
                        "property": [
                            {"code": "legs", "valueInteger": 4},
                            {"code": "habitat", "valueCode": "indoor"},
                        ],
                    },
                    {
                        "code": "canary",
                        "display": "Canary",
                        "property": [{"code": "legs", "valueInteger": 2}],
                    },
                ],
            },
            {
                "code": "game",
                "display": "Game",
                "property": [{"code": "notSelectable", "valueBoolean": True}],
                "concept": [
                    {
                        "code": "rabbit",
                        "display": "Rabbit",
                        "property": [{"code": "legs", "valueInteger": 4}],
                    },
                    {
                        "code": "dodo",
                        "display": "Dodo",
                        "property": [{"code": "status", "valueCode": "deprecated"}],
                    },
                ],
            },
        ],
        **more,
    }


PART = {
    "resourceType": "CodeSystem",
    "url": PLACES,
    "content": "fragment",
    "caseSensitive": False,
    "concept": [{"code": "Home", "display": "At home"}],
}


def value_set(url: str = "", *includes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a value set that includes these."""
    return {"resourceType": "ValueSet", "url": url, "compose": {"include": list(includes), **more}}


def filtered(operator: str, name: str, value: str) -> dict[str, Any]:
    """Return an include of the animals a filter lets through."""
    return {"system": ANIMALS, "filter": [{"op": operator, "property": name, "value": value}]}


def terminology(*beside: dict[str, Any]) -> Terminology:
    """Return base R4's terminology with the two systems and more."""
    return Terminology(base_registry(), (animals(), PART, *beside))
