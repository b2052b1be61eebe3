"""The sentences of the validator, French and English: what was expected, and who asks. Never a value of the input."""

import re

_SAFE_NAME = re.compile(r"^[A-Za-z_]\w{0,63}(?:\[x\])?$", re.ASCII)
_PLAIN = re.compile(r"^[\w./:#|+\-@%]{1,300}$", re.ASCII)
LISTED_MAX = 12
"""Names or codes listed in one sentence."""


def asked_by(source: str) -> tuple[str, str]:
    """Return who asks, to end a sentence with: a profile, or R4 itself when `source` is empty."""
    if not source:
        return " (FHIR R4)", " (FHIR R4)"
    return f" (profil {source})", f" (profile {source})"


def shown(name: str) -> tuple[str, str]:
    """Return a property's name in quotes, when it is one: a name made up by the sender could carry anything."""
    return (f"« {name} »", f"'{name}'") if _SAFE_NAME.match(name) else ("trouvé ici", "found here")


def address(url: str) -> tuple[str, str]:
    """Return an address sent by somebody, when it has the form of one without a query."""
    return (f" « {url} »", f" '{url}'") if _PLAIN.match(url) else ("", "")


def listed(names: object) -> str:
    """Return names in one line, the first `LISTED_MAX` of them."""
    every = [str(name) for name in names]  # type: ignore[attr-defined]
    return ", ".join(every[:LISTED_MAX]) + (", …" if len(every) > LISTED_MAX else "")


def count(least: int, most: int | None) -> str:
    """Return a cardinality as the specification writes it: `1..*`."""
    return f"{least}..{'*' if most is None else most}"
