"""Prefixes of ordered values. Source: https://hl7.org/fhir/R4/search.html#prefix"""

PREFIXES = frozenset({"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"})


def split_prefix(text: str) -> tuple[str | None, str]:
    """Return the prefix and the rest; no prefix when the value starts with none, and two unknown letters stay."""
    return (text[:2], text[2:]) if text[:2] in PREFIXES else (None, text)
