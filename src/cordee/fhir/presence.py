"""Rules about which elements stand together, called by the generated classes when a fast test failed.

A `ValueError` raised while msgspec decodes becomes a validation error that carries the path of the object.
"""

from typing import Any


def refuse_missing(name: str) -> None:
    """Raise because a required primitive has neither a value nor an extension saying why."""
    raise ValueError(f"Object missing required field `{name}`")


def check_choice(instance: Any, stem: str, types: tuple[str, ...], is_required: bool) -> None:
    """Raise when a `stem[x]` element has several types, or none although it is required.

    When a primitive type and its `_` sibling are both present, they count as one.
    """
    present = [
        kind
        for kind in types
        if getattr(instance, stem + kind) is not None
        or getattr(instance, f"{stem}{kind}_ext", None) is not None
    ]
    if len(present) > 1:
        raise ValueError(f"Object contains several of `{stem}[x]`")
    if is_required and not present:
        raise ValueError(f"Object missing required field `{stem}[x]`")


def check_coding(concept: Any, name: str, allowed: frozenset[tuple[str, str]]) -> None:
    """Raise when none of the concept's codings is in the value set the definition requires."""
    concepts = concept if isinstance(concept, list) else [concept]
    for item in concepts:
        codings = item.coding or () if hasattr(item, "coding") else (item,)
        if not any((coding.system, coding.code) in allowed for coding in codings):
            raise ValueError(f"Object has no allowed code in `{name}`")
