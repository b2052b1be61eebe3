"""Invariants: FHIRPath rules, each evaluated on every value of its element.

An invariant holds unless it answers false: nothing at all is no answer.
"""

from typing import Any

from cordee.fhir.definitions import Registry
from cordee.fhir.path import Environment, Node, Path, PathError, compile_path, truth
from cordee.fhir.validation.bindings import membership
from cordee.fhir.validation.check import Check, Scope
from cordee.fhir.validation.corrections import CORRECTIONS
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.shapes import Invariant
from cordee.fhir.validation.wordings import asked_by

STEPS_MAX = 1_000_000
"""Items one evaluation may visit: about a second."""


def check_invariants(
    check: Check, scope: Scope, invariants: tuple[Invariant, ...], item: Item, kind: str
) -> None:
    """Evaluate rules on one value of FHIRPath type `kind` (`HumanName`, `Patient.contact`).

    A rule that is broken counts by its own severity, best practice as an information. One that cannot be evaluated
    here is an information: nobody can say whether it is broken.
    """
    node = Node(item.value, kind, item.beside)
    environment = environment_of(check, scope)
    for rule in invariants:
        path = _compiled(check.registry, rule.expression, kind)
        try:
            holds = truth(path(node, environment)) if path is not None else None
        except PathError:
            path = None
        if path is None:
            _not_evaluated(check, rule, item)
        elif holds is False:
            _broken(check, rule, item)
        check.look_at_the_clock(item.place)


def _compiled(registry: Registry, expression: str, kind: str) -> Path | None:
    """Return a rule compiled, None when it is not FHIRPath; either way only once."""
    return registry.memo(("validation rule", expression, kind), lambda _: _compile(expression, kind))


def _compile(expression: str, kind: str) -> Path | None:
    try:
        return compile_path(CORRECTIONS.get(expression, expression), kind)
    except PathError:
        return None


def environment_of(check: Check, scope: Scope) -> Environment:
    """Return what surrounds the evaluations about one resource, made once."""
    if scope.environment is None or scope.environment[0] is not check:
        scope.environment = (check, _environment(check, scope))
    return scope.environment[1]


def _environment(check: Check, scope: Scope) -> Environment:
    def member_of(value: Any, value_set: str) -> bool | None:
        return membership(check.registry, Item(value, None, "", ""), value_set)

    def conforms_to(value: Any, url: str) -> bool | None:
        return check.conforms_to(check, scope, value, url) if check.conforms_to is not None else None

    return Environment(
        resolve=scope.resolve,
        member_of=member_of,
        conforms_to=conforms_to,
        resource=scope.resource,
        root_resource=scope.container,
        steps_max=STEPS_MAX,
    )


def _broken(check: Check, rule: Invariant, item: Item) -> None:
    ends_fr, ends_en = asked_by(_source(rule))
    check.report.add(
        rule.severity,
        "invariant",
        item.place,
        f"Règle {rule.key} non respectée : {rule.human}{ends_fr}",
        f"Rule {rule.key} is broken: {rule.human}{ends_en}",
    )


def _not_evaluated(check: Check, rule: Invariant, item: Item) -> None:
    ends_fr, ends_en = asked_by(_source(rule))
    check.report.add(
        "information",
        "not-supported",
        item.place,
        f"La règle {rule.key} ne peut pas être évaluée ici : elle n’est pas contrôlée{ends_fr}.",
        f"Rule {rule.key} cannot be evaluated here: it is not checked{ends_en}.",
    )


def _source(rule: Invariant) -> str:
    """Return the profile that asks, empty for R4 itself."""
    is_base = rule.source.startswith("http://hl7.org/fhir/StructureDefinition/")
    return "" if is_base else rule.source.rpartition("/")[2]
