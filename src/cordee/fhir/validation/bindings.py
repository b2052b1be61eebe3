"""Bindings: is the code in the value set the element is bound to, as far as the terminology in force can tell."""

from typing import Any

from cordee.fhir.definitions import Registry
from cordee.fhir.validation.check import Check
from cordee.fhir.validation.codes import is_in, shown_codes
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.shapes import Binding
from cordee.fhir.validation.wordings import asked_by


def check_binding(check: Check, binding: Binding, item: Item) -> None:
    """Check a code, Coding, CodeableConcept or Quantity against a required or extensible binding.

    Required: a code outside is an error, a CodeableConcept without any code too. Extensible: a warning. When the
    content of the value set is not known here: an information, never an error.
    """
    value = item.value
    if value is None:
        return
    if not _codes(value):
        if binding.strength == "required" and _must_have_code(value):
            _add(check, "error", "code-invalid", item, binding, "un code", "a code")
        return
    found = membership(check.registry, item, binding.value_set)
    if found is None:
        _add(
            check,
            "information",
            "not-supported",
            item,
            binding,
            "un code (le contenu de la liste n’est pas connu ici : non contrôlé)",
            "a code (the content of that set is not known here: not checked)",
        )
    elif not found and binding.strength == "required":
        _add(check, "error", "code-invalid", item, binding, "un code", "a code")
    elif not found:
        _add(
            check,
            "warning",
            "code-invalid",
            item,
            binding,
            "un code, si l’un d’eux convient,",
            "a code, if one of them fits,",
        )


def membership(registry: Registry, item: Item, value_set: str) -> bool | None:
    """Return whether one code of a value is in a value set; None when that cannot be told."""
    found: bool | None = False
    for system, code in _codes(item.value):
        known = is_in(registry, value_set, system, code)
        if known:
            return True
        if known is None:
            found = None
    return found


def _codes(value: Any) -> list[tuple[str | None, str]]:
    """Return the (system, code) pairs of a coded value; a plain code has no system of its own."""
    if isinstance(value, str):
        return [(None, value)]
    if not isinstance(value, dict):
        return []
    codings = value.get("coding")
    pairs: list[tuple[str | None, str]] = []
    for one in codings if isinstance(codings, list) else (value,):
        code = one.get("code") if isinstance(one, dict) else None
        if isinstance(code, str):
            system = one.get("system")
            pairs.append((system if isinstance(system, str) else "", code))
    return pairs


def _must_have_code(value: Any) -> bool:
    """Return whether a value without code breaks a required binding: no Quantity does, nor one that says why."""
    return isinstance(value, dict) and "value" not in value and "extension" not in value


def _add(
    check: Check, severity: str, code: str, item: Item, binding: Binding, french: str, english: str
) -> None:
    ends_fr, ends_en = asked_by(binding.source)
    codes = shown_codes(check.registry, binding.value_set)
    which = f" : {', '.join(codes)}" if codes else ""
    check.report.add(
        severity,
        code,
        item.place,
        f"Attendu : {french} de la liste {binding.value_set}{which}{ends_fr}.",
        f"Expected {english} of the value set {binding.value_set}{which.replace(' :', ':')}{ends_en}.",
    )
