"""Invariants: FHIRPath rules, each evaluated on every value of its element."""

from cordee.fhir.validation.check import Check, Scope
from cordee.fhir.validation.place import Item
from cordee.fhir.validation.shapes import Invariant


def check_invariants(check: Check, scope: Scope, invariants: tuple[Invariant, ...], item: Item) -> None:
    """Evaluate rules on one value; a rule that cannot be evaluated is an information."""
    return
