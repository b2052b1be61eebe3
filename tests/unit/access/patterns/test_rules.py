"""Each rule, where it asks for a look and where it does not."""

import json
from datetime import UTC, datetime

import pytest

from cordee.access.patterns.burst import is_burst
from cordee.access.patterns.colleague import is_the_same_person
from cordee.access.patterns.identity import INS_SYSTEMS, Identity, identity_of
from cordee.access.patterns.refusals import are_many
from cordee.access.patterns.same_name import bears_the_same_name
from cordee.store.trace.conduct import Reach

AT = datetime(2026, 11, 25, tzinfo=UTC)


def person(family: str = "Pernot", given: str = "Ève", born: str = "1942-03-12", ins: str = "") -> Identity:
    content: dict[str, object] = {"name": [{"family": family, "given": [given, "Louise"]}], "birthDate": born}
    if ins:
        content["identifier"] = [
            {"system": INS_SYSTEMS[0], "value": ins},
            {"system": "urn:other", "value": "1"},
        ]
    return identity_of(json.dumps(content).encode())


def reach(records: int = 0, refused: int = 0) -> Reach:
    return Reach(who="x", records=records, refused=refused, since=AT, until=AT, evidence=[], refusals=[])


def test_a_burst_is_more_than_the_threshold() -> None:
    assert is_burst(reach(records=61), 60)
    assert not is_burst(reach(records=60, refused=100), 60)


def test_many_refusals_are_more_than_the_threshold() -> None:
    assert are_many(reach(refused=11), 10)
    assert not are_many(reach(refused=10, records=100), 10)


@pytest.mark.parametrize(
    ("family", "expected"), [("PERNOT", True), ("Pérnot", True), ("Pernod", False), ("", False)]
)
def test_the_same_name_is_the_family_name_accents_and_case_aside(family: str, expected: bool) -> None:
    assert bears_the_same_name(person(family), person()) is expected


def test_a_name_of_birth_counts_too() -> None:
    both = identity_of(b'{"name": [{"family": "Gauthey"}, {"family": "Pernot"}]}')
    assert bears_the_same_name(person("Gauthey"), both)


def test_a_colleague_is_the_same_person_by_ins_or_by_all_three_traits() -> None:
    assert is_the_same_person(person(ins="1"), person("Other", "Name", "1950-01-01", ins="1"))
    assert not is_the_same_person(person(ins="1"), person(ins="2"))
    assert is_the_same_person(person(given="EVE"), person(ins="1"))
    for other in (person("Autre"), person(given="Anne"), person(born="1942-03-13"), person(born="")):
        assert not is_the_same_person(other, person())
    assert not is_the_same_person(person(born=""), person(born=""))


@pytest.mark.parametrize("content", [b"{}", b'{"name": [{"given": [null]}]}', b"[]"])
def test_an_odd_identity_is_like_nobodys(content: bytes) -> None:
    assert not bears_the_same_name(identity_of(content), identity_of(content))
    assert not is_the_same_person(identity_of(content), identity_of(content))
