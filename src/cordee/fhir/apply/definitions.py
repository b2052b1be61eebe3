"""The definitions a plan leads to."""

from collections.abc import Iterator

from cordee.fhir.json_value import Json

ACTIONS_MAX = 1000
DEPTH_MAX = 20


def canonicals(plan: Json) -> list[str]:
    """Return the canonical addresses a plan's actions use, each once; contained ones left out."""
    found = (action.get("definitionCanonical", "") for action in actions(plan.get("action", [])))
    return list(dict.fromkeys(one for one in found if one and not one.startswith("#")))


def actions(nested: list[Json], depth: int = 0) -> Iterator[Json]:
    """Yield actions and those inside them, in order, not deeper than `DEPTH_MAX`."""
    for action in nested if depth < DEPTH_MAX else ():
        yield action
        yield from actions(action.get("action", []), depth + 1)


def canonical_of(definition: Json) -> str | None:
    """Return `url|version` of a definition, or None when it has no url."""
    url, version = definition.get("url"), definition.get("version")
    return (f"{url}|{version}" if version else url) if url else None
