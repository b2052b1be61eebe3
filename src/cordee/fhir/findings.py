"""Turn what msgspec says about an input into issues a person understands.

Values are never repeated: they may be somebody's name.
"""

import re
from collections.abc import Callable
from typing import Any

from cordee.fhir.allowed_codes import allowed_codes
from cordee.fhir.primitives import PATTERN_NAMES
from cordee.fhir.wording import FORMAT_WORDS, type_words
from cordee.kernel.errors import Issue

_MESSAGE = re.compile(r"^(?P<said>.*?)(?: - at `(?:key in )?\$(?P<path>.*)`)?$", re.DOTALL)
_SEGMENT = re.compile(r"\.(?P<underscore>_?)(?P<name>[^.\[]+)")
_SAFE_NAME = re.compile(r"^[A-Za-z_]\w{0,63}(?:\[x\])?$", re.ASCII)
_CODES_SHOWN_MAX = 40

Translator = Callable[[re.Match[str], Any, str], tuple[str, str, str]]


def finding(said: str, model: type, prefix: str) -> Issue:
    """Return the issue for msgspec's sentence `said` about an input decoded as `model`.

    `prefix` is the FHIRPath of that input: `Patient`, or `Bundle.entry[2].resource`.
    """
    match = _MESSAGE.match(said)
    assert match is not None
    path = match["path"] or ""
    place = prefix + fhir_path(path)
    for pattern, translate in _TRANSLATORS:
        if found := pattern.match(match["said"]):
            code, french, english = translate(found, model, path)
            name = found.groupdict().get("element")
            return Issue(message_fr=french, message_en=english, code=code, expression=_child(place, name))
    return Issue(
        message_fr="La valeur n’a pas la forme attendue.",
        message_en="The value does not have the expected form.",
        code="invalid",
        expression=place,
    )


def fhir_path(json_path: str) -> str:
    """Return the FHIRPath of a JSON path: `._birthDate.extension[0]` becomes `.birthDate.extension[0]`."""
    return _SEGMENT.sub(r".\g<name>", json_path)


def _child(place: str, name: str | None) -> str:
    if name is None or not _SAFE_NAME.match(name):
        return place
    return f"{place}.{name.removeprefix('_')}"


def _shown(name: str) -> str:
    return f"« {name} »" if _SAFE_NAME.match(name) else "inconnu"


def _unknown(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    name = match["element"]
    english = f"'{name}'" if _SAFE_NAME.match(name) else "found here"
    return (
        "structure",
        f"L’élément {_shown(name)} n’existe pas à cet endroit dans FHIR R4.",
        f"The element {english} does not exist here in FHIR R4.",
    )


def _missing(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    name = match["element"]
    return (
        "required",
        f"L’élément obligatoire « {name} » manque.",
        f"The required element '{name}' is missing.",
    )


def _several(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    name = match["element"]
    return (
        "structure",
        f"Une seule forme de « {name} » est permise ; plusieurs sont présentes.",
        f"Only one type of '{name}' is allowed; several are present.",
    )


def _enumeration(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    codes = allowed_codes(model, path)
    if not codes:
        return "code-invalid", "Ce code n’est pas permis ici.", "This code is not allowed here."
    listed = ", ".join(codes[:_CODES_SHOWN_MAX]) + (", …" if len(codes) > _CODES_SHOWN_MAX else "")
    return "code-invalid", f"Code attendu parmi : {listed}.", f"Expected one of the codes: {listed}."


def _coding(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    return (
        "code-invalid",
        "Aucun code de cet élément n’appartient à la liste imposée par FHIR R4.",
        "No code of this element belongs to the value set FHIR R4 requires.",
    )


def _format(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    name = PATTERN_NAMES.get(match["pattern"].replace("\\\\", "\\"), "")
    french, english = FORMAT_WORDS.get(name, ("une valeur d’une autre forme", "a value of another form"))
    return "value", f"Attendu : {french}.", f"Expected {english}."


def _length(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    if match["kind"] == "str":
        return "value", "Un texte vide n’est pas permis.", "An empty string is not allowed."
    if match["bound"] == ">=":
        return "structure", "Une liste vide n’est pas permise.", "An empty array is not allowed."
    size = match["size"]
    return "structure", f"Liste de {size} éléments au plus.", f"An array of at most {size} items is expected."


def _bound(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    bound = f"{match['bound']} {match['limit']}"
    return "value", f"Nombre entier attendu, {bound}.", f"Expected an integer {bound}."


def _wrong_type(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    french, english = type_words(match["expected"])
    got_fr, got_en = type_words(match["got"])
    return "structure", f"Attendu : {french} ; reçu : {got_fr}.", f"Expected {english}, got {got_en}."


def _decimal(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    french, english = type_words("decimal")
    return "structure", f"Attendu : {french}.", f"Expected {english}."


def _out_of_range(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    return "value", "Ce nombre est trop grand.", "This number is too large."


def _wrong_resource(match: re.Match[str], model: Any, path: str) -> tuple[str, str, str]:
    return (
        "structure",
        "« resourceType » est donné deux fois, avec des valeurs différentes.",
        "'resourceType' is given twice, with different values.",
    )


_TRANSLATORS: tuple[tuple[re.Pattern[str], Translator], ...] = (
    (re.compile(r"Object contains unknown field `(?P<element>.*)`$", re.DOTALL), _unknown),
    (re.compile(r"Object missing required field `(?P<element>.*)`$"), _missing),
    (re.compile(r"Object contains several of `(?P<element>.*)`$"), _several),
    (re.compile(r"Object has no allowed code in `(?P<element>.*)`$"), _coding),
    (re.compile(r"Invalid enum value "), _enumeration),
    (re.compile(r"Expected `str` matching regex '(?P<pattern>.*)'$"), _format),
    (re.compile(r"Expected `(?P<kind>str|array)` of length (?P<bound>[<>]=) (?P<size>\d+)"), _length),
    (re.compile(r"Expected `int` (?P<bound>[<>]=) (?P<limit>-?\d+)"), _bound),
    (re.compile(r"Expected `(?P<expected>[^`]*)`, got `(?P<got>[^`]*)`"), _wrong_type),
    (re.compile(r"Expected `decimal`"), _decimal),
    (re.compile(r"Integer value out of range"), _out_of_range),
    (re.compile(r"Invalid value "), _wrong_resource),
)
