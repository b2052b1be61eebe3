"""Checks that a document has the shape the model declares: names, kinds, formats. No other schema exists."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import inspect

from cordee.territories.document import Mapping, Scalar, Sequence, Value
from cordee.territories.findings import Findings, did_you_mean

WHOLE = re.compile(r"[+-]?\d+")
DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")
BOOLEANS = {"true": True, "false": False}

INVALID = object()
"""Stands where a value could not be read; what holds it is never used."""


def build(value: Value, expected: inspect.Type, path: str, findings: Findings) -> Any:
    """Return the plain value a document holds where `expected` is declared, and notes every problem.

    When something is wrong, INVALID stands in its place and reading goes on beside it.
    """
    remedy = None
    if isinstance(expected, inspect.Metadata):
        remedy, expected = expected.extra, expected.type
    reader = _READERS.get(type(expected))
    assert reader is not None, f"no reader for {expected}"
    return reader(value, expected, path, findings, remedy)


def _struct(value: Value, expected: Any, path: str, findings: Findings, _: object) -> Any:
    if not isinstance(value, Mapping):
        return _wrong_kind(value, path, findings, "des lignes « nom: valeur »", "“name: value” lines")
    fields = {field.encode_name: field for field in expected.fields}
    for key, line in value.repeated:
        findings.add(
            line,
            _join(path, key),
            (f"« {key} » est écrit deux fois.", f"“{key}” is written twice."),
            ("Gardez une seule des deux lignes.", "Keep only one of the two lines."),
        )
    for key in value.values.keys() - fields.keys():
        findings.add(
            value.key_lines[key],
            _join(path, key),
            (f"Le nom « {key} » n’est pas connu ici.", f"The name “{key}” is not known here."),
            did_you_mean(key, fields.keys() - value.values.keys() or fields.keys()),
        )
    plain = {}
    for name, field in fields.items():
        if name in value.values:
            plain[name] = build(value.values[name], field.type, _join(path, name), findings)
        elif field.required:
            findings.add(
                value.line,
                _join(path, name),
                (f"Il manque « {name} ».", f"“{name}” is missing."),
                (f"Ajoutez une ligne « {name}: … ».", f"Add a “{name}: …” line."),
            )
    return plain


def _list(value: Value, expected: Any, path: str, findings: Findings, _: object) -> Any:
    if not isinstance(value, Sequence):
        return _wrong_kind(value, path, findings, "une liste", "a list")
    if not value.items:
        findings.add(
            value.line,
            path,
            ("Cette liste est vide.", "This list is empty."),
            ("Ajoutez au moins un élément, ou ôtez la ligne.", "Add at least one item, or remove the line."),
        )
    items = enumerate(value.items)
    return [build(item, expected.item_type, f"{path}[{i}]", findings) for i, item in items]


def _fixed_list(value: Value, expected: Any, path: str, findings: Findings, _: object) -> Any:
    if not isinstance(value, Sequence):
        return _wrong_kind(value, path, findings, "une liste", "a list")
    wanted = len(expected.item_types)
    if len(value.items) != wanted:
        found = len(value.items)
        findings.add(
            value.line,
            path,
            (f"Il faut {wanted} valeurs ici, pas {found}.", f"This takes {wanted} values, not {found}."),
            ("Écrivez-les entre crochets : [46.95, 4.3].", "Write them between brackets: [46.95, 4.3]."),
        )
        return INVALID
    pairs = zip(value.items, expected.item_types, strict=True)
    return [build(item, kind, f"{path}[{i}]", findings) for i, (item, kind) in enumerate(pairs)]


def _text(value: Value, expected: Any, path: str, findings: Findings, remedy: Any) -> Any:
    if not isinstance(value, Scalar):
        return _wrong_kind(value, path, findings, "un texte", "a text")
    if expected.pattern is not None and not re.search(expected.pattern, value.text):
        return _wrong_value(value, path, findings, remedy)
    return value.text


def _number(
    pattern: re.Pattern[str], convert: Callable[[str], float], fr: str, en: str
) -> Callable[..., Any]:
    def read(value: Value, expected: Any, path: str, findings: Findings, remedy: Any) -> Any:
        if not isinstance(value, Scalar):
            return _wrong_kind(value, path, findings, fr, en)
        if not pattern.fullmatch(value.text):
            return _wrong_value(
                value, path, findings, remedy or {"fr": f"Écrivez {fr}.", "en": f"Write {en}."}
            )
        number = convert(value.text)
        too_low = expected.ge is not None and number < expected.ge
        too_high = expected.le is not None and number > expected.le
        return _wrong_value(value, path, findings, remedy) if too_low or too_high else number

    return read


def _boolean(value: Value, _: Any, path: str, findings: Findings, __: object) -> Any:
    if isinstance(value, Scalar) and value.text in BOOLEANS:
        return BOOLEANS[value.text]
    return _wrong_kind(value, path, findings, "true ou false", "true or false")


def _wrong_kind(value: Value, path: str, findings: Findings, fr: str, en: str) -> Any:
    name = path or "le fichier"
    findings.add(
        value.line,
        path,
        (f"« {name} » n’est pas de la bonne forme.", f"“{path or 'the file'}” is not of the right form."),
        (f"Il faut ici {fr}.", f"This takes {en}."),
    )
    return INVALID


def _wrong_value(value: Scalar, path: str, findings: Findings, remedy: dict[str, str]) -> Any:
    name = path.rpartition(".")[2]
    shown = value.text if len(value.text) <= 40 else value.text[:39] + "…"
    said_fr = f"« {name} » ne peut pas être « {shown} »." if shown else f"« {name} » n’a pas de valeur."
    said_en = f"“{name}” cannot be “{shown}”." if shown else f"“{name}” has no value."
    findings.add(value.line, path, (said_fr, said_en), (remedy["fr"], remedy["en"]))
    return INVALID


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_READERS: dict[type, Callable[..., Any]] = {
    inspect.StructType: _struct,
    inspect.VarTupleType: _list,
    inspect.TupleType: _fixed_list,
    inspect.StrType: _text,
    inspect.IntType: _number(WHOLE, int, "un nombre entier", "a whole number"),
    inspect.FloatType: _number(DECIMAL, float, "un nombre", "a number"),
    inspect.BoolType: _boolean,
}
