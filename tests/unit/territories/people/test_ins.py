"""The INS of people who do not exist are well formed, and on the test identifier only."""

import pytest
from stdnum.fr import nir

from cordee.fhir import systems
from cordee.fhir.r4 import Patient, Resource
from cordee.territories.people.ins import ins_nir, key


@pytest.mark.parametrize(
    "number",
    ["253072B07300470", "253072A07300443", "279035121518989", "277076322082910", "146026322000196"],
)
def test_the_key_is_that_of_published_numbers_corsica_included(number: str) -> None:
    assert key(number[:13]) == int(number[13:])


@pytest.mark.parametrize("number", ["", "379035121518", "2791351215189x", "279132C215189"])
def test_what_is_not_a_nir_has_no_key(number: str) -> None:
    with pytest.raises(ValueError, match="not the 13 first"):
        key(number)


def test_a_number_is_made_of_the_traits() -> None:
    number = ins_nir(is_female=True, year=1942, month=3, place="2A004", order=7)
    assert number[:13] == "242032A004007"
    assert nir.is_valid(number)


def test_every_person_has_a_valid_number_that_agrees_with_her_traits(records: list[list[Resource]]) -> None:
    seen = set()
    for record in records:
        person = record[0]
        assert isinstance(person, Patient)
        assert person.identifier is not None
        assert person.extension is not None
        (identifier,) = person.identifier
        value = identifier.value or ""
        assert identifier.system == systems.INS_NIR_TEST
        assert nir.is_valid(value)
        assert value[0] == ("2" if person.gender == "female" else "1")
        assert value[1:5] == (person.birthDate or "")[2:4] + (person.birthDate or "")[5:7]
        place = next(one.valueAddress for one in person.extension if one.url == systems.BIRTH_PLACE)
        assert place is not None
        assert place.extension is not None
        assert place.extension[0].valueCoding is not None
        assert value[5:10] == place.extension[0].valueCoding.code
        seen.add(value)
    assert len(seen) == len(records)
