"""The expressions of search parameters, taken apart: alternatives, the type each is for, and its steps.

`(Observation.value as Quantity) | Observation.component.value.ofType(Quantity)` and their other spellings come to the
same steps, so that parameters that say the same thing are seen to.
"""

import re
from functools import lru_cache

import msgspec

EXPRESSIONS_KEPT = 4096
EVERY_TYPE = ("Resource", "DomainResource")


class Step(msgspec.Struct, frozen=True):
    """One step from an element to others: exactly one field is given.

    `name` goes to children; `as_type` keeps those of a type; `where` keeps those whose child has that value;
    `leads_to` keeps references to a resource type.
    """

    name: str = ""
    as_type: str = ""
    where: tuple[str, str] | None = None
    leads_to: str = ""

    def __str__(self) -> str:
        if self.where:
            return f"where({self.where[0]}='{self.where[1]}')"
        if self.leads_to:
            return f"where(resolve() is {self.leads_to})"
        return f"as({self.as_type})" if self.as_type else self.name


class Atom(msgspec.Struct, frozen=True):
    """One alternative of an expression, from the resource on.

    `steps` is None when it is more than navigation; the path engine then evaluates `text`. The first element it
    goes to is `first`, empty when it may start anywhere.
    """

    text: str
    steps: tuple[Step, ...] | None
    first: str


def atoms(expression: str, resource_type: str, parents: tuple[str, ...] = EVERY_TYPE) -> tuple[Atom, ...]:
    """Return the alternatives of an expression that concern a resource type.

    One that starts with another type is left out; one that names no type (`telecom.value`) concerns every type.
    """
    found = []
    for text in _alternatives(expression):
        owner, atom = _atom(text)
        if owner in ("", resource_type, *parents):
            found.append(atom)
    return tuple(dict.fromkeys(found))


@lru_cache(EXPRESSIONS_KEPT)
def _atom(text: str) -> tuple[str, Atom]:
    """Return the type an alternative starts with, and the rest of it."""
    steps = read_steps(text)
    if steps is None:
        names = re.findall(r"[A-Za-z]+", text)
        owner = names[0] if names and names[0][0].isupper() else ""
        first = names[1] if owner and len(names) > 1 else names[0] if names else ""
        return owner, Atom(text=_portable(text), steps=None, first=first)
    owner = steps[0].name if steps and steps[0].name[:1].isupper() else ""
    steps = steps[1:] if owner else steps
    first = steps[0].name if steps else ""
    return owner, Atom(text=".".join(map(str, steps)), steps=steps, first=first)


def _portable(text: str) -> str:
    """`hasExtension(url)`, which one published expression uses, is no FHIRPath function."""
    return re.sub(r"hasExtension\(([^)]*)\)", r"extension(\1).exists()", text)


def _alternatives(expression: str) -> list[str]:
    if re.search(r"\s(and|or|xor|implies)\s", expression):
        return [expression.strip()]
    return [part.strip() for part in _split(expression, "|") if part.strip()]


def _split(text: str, separator: str) -> list[str]:
    """Split outside brackets and quotes."""
    parts, depth, quoted = [""], 0, False
    for character in text:
        quoted ^= character == "'"
        if not quoted:
            depth += (character in "([") - (character in ")]")
        if character == separator and not quoted and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


_NAME = re.compile(r"[A-Za-z]\w*|%resource|%context")
_AS = re.compile(r"(?:as|ofType)\(\s*(?:FHIR\.)?(\w+)\s*\)")
_WHERE = re.compile(r"where\(\s*(\w+)\s*=\s*'([^']*)'\s*\)")
_EXTENSION = re.compile(r"extension\(\s*'([^']*)'\s*\)")
_LEADS = re.compile(r"where\(\s*resolve\(\)\s+is\s+(?:FHIR\.)?(\w+)\s*\)")
_CAST = re.compile(r"(.*[\w)\]])\s+as\s+(?:FHIR\.)?(\w+)", re.DOTALL)


def read_steps(text: str) -> tuple[Step, ...] | None:
    """Return the steps of an expression that only navigates, or None when it does more."""
    text = text.strip()
    cast = _CAST.fullmatch(text)
    if cast is not None and cast[1].count("(") == cast[1].count(")"):
        inner = read_steps(cast[1])
        return None if inner is None else (*inner, Step(as_type=_type(cast[2])))
    steps: list[Step] = []
    for index, part in enumerate(_split(text, ".")):
        found = _inner(part) if index == 0 and part.startswith("(") and part.endswith(")") else _step(part)
        if found is None:
            return None
        steps.extend(found)
    return tuple(steps)


def _type(name: str) -> str:
    """Return a type as R4 spells it: one published expression says DateTime."""
    return {"DateTime": "dateTime", "Date": "date", "String": "string"}.get(name, name)


def _inner(part: str) -> tuple[Step, ...] | None:
    return read_steps(part[1:-1])


def _step(part: str) -> tuple[Step, ...] | None:
    part = part.strip()
    if _NAME.fullmatch(part):
        return (Step(name=part),)
    if match := _AS.fullmatch(part):
        return (Step(as_type=_type(match[1])),)
    if match := _EXTENSION.fullmatch(part):
        return Step(name="extension"), Step(where=("url", match[1]))
    if match := _WHERE.fullmatch(part):
        return (Step(where=(match[1], match[2])),)
    if match := _LEADS.fullmatch(part):
        return (Step(leads_to=match[1]),)
    return None
