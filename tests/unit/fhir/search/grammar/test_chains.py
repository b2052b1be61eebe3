"""Chains and reverse chains of any depth, up to a bound."""

import pytest

from cordee.fhir.search import Filter, parse_query
from cordee.fhir.search.grammar.chain import DEPTH_MAX
from cordee.fhir.search.query import Chain, Criterion, Has
from cordee.kernel.errors import InvalidRequestError


def one(type_: str, name: str, value: str) -> Criterion:
    (found,) = parse_query(type_, [(name, value)], strict=True).criteria
    return found


def test_chain_follows_typed_references_and_ends_in_a_modifier() -> None:
    found = one("Observation", "subject:Patient.organization.name:exact", "CHU")

    assert isinstance(found, Chain)
    ((target, inner),) = found.branches
    assert (found.parameter.code, target) == ("subject", "Patient")
    assert isinstance(inner, Chain)
    ((target, last),) = inner.branches
    assert target == "Organization"
    assert isinstance(last, Filter)
    assert (last.parameter.code, last.modifier, last.values[0].value) == ("name", "exact", "CHU")


def test_chain_without_type_follows_every_target_that_has_the_parameter() -> None:
    found = one("Observation", "subject.name", "x")

    assert isinstance(found, Chain)
    assert [target for target, _ in found.branches] == ["Location", "Patient"]


def test_has_may_hold_a_has_and_a_chain() -> None:
    found = one("Patient", "_has:Observation:patient:_has:AuditEvent:entity:agent:Practitioner.name", "x")

    assert isinstance(found, Has)
    assert (found.source_type, found.parameter.code) == ("Observation", "patient")
    assert isinstance(found.criterion, Has)
    assert isinstance(found.criterion.criterion, Chain)


def test_chain_may_end_in_a_has() -> None:
    found = one("Observation", "subject:Patient._has:Group:member:_id", "1")

    assert isinstance(found, Chain)
    assert isinstance(found.branches[0][1], Has)


@pytest.mark.parametrize(
    "name",
    [
        ".".join(["part-of:Encounter"] * (DEPTH_MAX + 1)) + ".status",
        "_has:Encounter:part-of:" * (DEPTH_MAX + 1) + "status",
        "status.name",
        "subject:Organization.name",
        "subject:Rien.name",
        "subject:.name",
    ],
)
def test_chain_too_deep_or_leading_nowhere_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequestError):
        parse_query("Encounter", [(name, "x")])


def test_chain_over_any_type_must_name_one() -> None:
    with pytest.raises(InvalidRequestError, match="type"):
        parse_query("Observation", [("focus.identifier", "x")])


@pytest.mark.parametrize(
    "name", ["subject.rien", "rien.name", "_has:Observation:rien:code", "_has:Group:member:rien"]
)
def test_chain_of_unknown_parameters_is_ignored_and_said_or_refused(name: str) -> None:
    query = parse_query("Patient" if name.startswith("_has") else "Observation", [(name, "x")])

    assert (query.criteria, query.unknown, query.applied) == ([], [name], [])
    with pytest.raises(InvalidRequestError):
        parse_query("Patient" if name.startswith("_has") else "Observation", [(name, "x")], strict=True)
