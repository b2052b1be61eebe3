"""Random resources of any type, drawn from the StructureDefinitions: valid in structure, whatever they say."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json
from cordee.fhir.terminology import expand
from cordee.kernel.errors import CordeeError

PRESENT = (0.45, 0.25, 0.12, 0.06, 0.0)
"""Chance that an element that may be left out is there, by depth; deeper than this, only what is required is."""
CODES_MAX = 400
FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
WHY = {"extension": [{"url": "http://example.org/why", "valueCode": "unknown"}]}

_LETTERS = 'aZ09 -_.,:;é«»œ"\\/{}[]\n\t\u00a0\u2028漢😀'
_DAYS = ("2024-02-29", "0001-01-01", "9999-12-31", "1942-03-12")
_CLOCKS = ("00:00:00", "23:59:60", "12:30:15.5", "07:08:09.123456789")
_ZONES = ("Z", "+01:00", "-11:30", "+14:00")
_DECIMALS = ("0", "1.10", "100", "-0.050", "62.1", "12345678901234567890.123456789")


def _text(random: Random) -> str:
    return "a" + "".join(random.choices(_LETTERS, k=random.randint(0, 12)))


def _word(random: Random) -> str:
    return "".join(random.choices("abcXYZ019-_.:/é", k=random.randint(1, 10)))


def _id(random: Random) -> str:
    return "".join(random.choices("abcXYZ019-.", k=random.randint(1, 64)))


def _instant(random: Random) -> str:
    return f"{random.choice(_DAYS)}T{random.choice(_CLOCKS)}{random.choice(_ZONES)}"


def _date(random: Random) -> str:
    return random.choice(_DAYS)[: random.choice((4, 7, 10))]


PRIMITIVES: dict[str, Callable[[Random], Any]] = {
    "boolean": lambda random: random.random() < 0.5,
    "integer": lambda random: random.choice((-(2**31), 2**31 - 1, random.randint(-9, 9))),
    "unsignedInt": lambda random: random.choice((0, 2**31 - 1)),
    "positiveInt": lambda random: random.choice((1, 2**31 - 1)),
    "decimal": lambda random: Decimal(random.choice(_DECIMALS)),
    "string": _text,
    "markdown": _text,
    "code": lambda random: f"{_word(random)} {_word(random)}" if random.random() < 0.2 else _word(random),
    "id": _id,
    "uri": _word,
    "url": _word,
    "canonical": lambda random: f"http://{_word(random)}|{_word(random)}",
    "oid": lambda random: "urn:oid:1.2.250.1",
    "uuid": lambda random: "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
    "base64Binary": lambda random: random.choice(("AAEC", "YQ==")),
    "date": _date,
    "dateTime": lambda random: random.choice((_date, _instant))(random),
    "instant": _instant,
    "time": lambda random: random.choice(_CLOCKS),
    "xhtml": lambda random: f'<div xmlns="http://www.w3.org/1999/xhtml"><p>«{_word(random)}»</p></div>',
}


def any_resource(resource_type: str, seed: int) -> Json:
    """Return a resource of a type, the same for the same seed; those inside it are small, and hold no others."""
    return {"resourceType": resource_type} | _Drawing(Random(seed)).elements(resource_type, resource_type, 0)


class _Drawing:
    def __init__(self, random: Random) -> None:
        self._random = random

    def elements(self, structure: str, path: str, depth: int) -> Json:
        """Return elements under a path of a type's structure, those that are required among them."""
        found: Json = {}
        chance = PRESENT[min(depth, len(PRESENT) - 1)]
        for element in _children(structure).get(path, ()):
            is_there = element["min"] > 0 or self._random.random() < chance
            if is_there and element["max"] != "0" and not (depth and element["path"].endswith(".contained")):
                self._put(found, structure, element, depth)
        return found or {"id": "a"}

    def _put(self, found: Json, structure: str, element: Json, depth: int) -> None:
        """Add one element, under the name it has in JSON, with what stands beside a primitive."""
        type_ = self._random.choice(element.get("type", ({"code": ""},)))
        name = element["path"].rpartition(".")[2]
        code = _code_of(type_, element["path"])
        if name.endswith("[x]"):
            name = name.removesuffix("[x]") + code[:1].upper() + code[1:]
        is_single = element["max"] == "1"
        values = [self._value(structure, element, code, depth) for _ in range(1 if is_single else 2)]
        if code in PRIMITIVES and name not in ("id", "url", "div") and self._random.random() < 0.1:
            beside: list[Any] = [WHY for _ in values]
            if not is_single:
                values[0], beside[1] = None, None
            found[f"_{name}"] = beside[0] if is_single else beside
        found[name] = values[0] if is_single else values

    def _value(self, structure: str, element: Json, code: str, depth: int) -> Any:
        binding = element.get("binding", {})
        allowed = _closed(binding["valueSet"]) if binding.get("strength") == "required" else ()
        if allowed and code in ("code", "Coding", "CodeableConcept"):
            return _coded(code, *self._random.choice(allowed))
        if code in PRIMITIVES:
            return PRIMITIVES[code](self._random)
        if code == "Resource":
            kind = self._random.choice(("Basic", "Patient"))
            return {"resourceType": kind} | self.elements(kind, kind, len(PRESENT))
        if "contentReference" in element:
            return self.elements(structure, element["contentReference"].partition("#")[2], depth + 1)
        if element["path"] in _children(structure):
            return self.elements(structure, element["path"], depth + 1)
        return self.elements(code, code, depth + 1)


def _coded(type_name: str, system: str, code: str) -> Any:
    coding = {"system": system, "code": code}
    return {"code": code, "Coding": coding, "CodeableConcept": {"coding": [coding]}}[type_name]


def _code_of(type_: Json, path: str) -> str:
    code: str = type_["code"]
    if not code.startswith("http://hl7.org/fhirpath/"):
        return code
    if path.count(".") == 1 and path.endswith(".id"):
        return "id"
    return next((one["valueUrl"] for one in type_.get("extension", ()) if one["url"] == FHIR_TYPE), "string")


@cache
def _children(structure: str) -> dict[str, list[Json]]:
    """Return the elements of a type by the path of what holds them."""
    found: dict[str, list[Json]] = {}
    definition = registry().type_structure(structure)
    assert definition is not None, structure
    for element in definition["snapshot"]["element"]:
        kept = {name: element[name] for name in _READ if name in element}
        found.setdefault(element["path"].rpartition(".")[0], []).append(kept)
    return found


_READ = ("path", "min", "max", "type", "binding", "contentReference")


@cache
def _closed(value_set: str) -> tuple[tuple[str, str], ...]:
    """Return the system and code of the first members of a value set, from HL7's expansion where it must be."""
    try:
        return tuple((one.system, one.code) for one in expand(value_set, count=CODES_MAX).concepts)
    except CordeeError:
        published = (registry().get("ValueSet", value_set) or {}).get("expansion", {}).get("contains", ())
        return tuple((one["system"], one["code"]) for one in published)[:CODES_MAX]
