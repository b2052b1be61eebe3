"""People sign in with FranceConnect: tied to one record by strict traits, or told the same whatever the reason."""

import pytest

from cordee.access import Gate
from cordee.fhir.r4 import Patient
from tests.http.providers import people
from tests.http.providers.conftest import jeanne
from tests.http.providers.running import Running
from tests.http.providers.walking import Walker

UNKNOWN = "Nous n’avons pas pu vous relier à un dossier de façon certaine"


async def _store(gate: Gate, patient: Patient) -> None:
    async with gate.system_door("test").writing() as unit:
        unit.put(patient)


async def test_person_whose_traits_are_those_of_one_record_enters_it(gate: Gate, somebody: Walker) -> None:
    answer = await somebody.sign_in("jeanne", "franceconnect")
    assert answer.headers["location"] == "/"
    identity = await gate.identities.find_by_link(gate.openid["franceconnect"].provider.issuer, "jeanne")
    assert identity is not None
    (account,) = await gate.identities.accounts_of(identity.id)
    assert (account.kind, account.who, account.name) == ("patient", "Patient/jeanne", "Jeanne Lambert")
    page = await somebody.here.get("/compte")
    assert "FranceConnect" in page.text


@pytest.mark.parametrize(
    "other",
    [
        {"family_name": "MOREAU"},
        {"given_name": "Jeanne"},
        {"given_name": "Marie Jeanne"},
        {"birthdate": "1942-03-13"},
        {"gender": "male"},
        {"birthplace": "71015"},
        {"birthplace": ""},
        {"birthplace": "", "birthcountry": "99352"},
        {"birthdate": "1942-00-00"},
        {"given_name": ""},
    ],
)
async def test_one_trait_that_differs_is_enough_to_be_unknown(
    other: dict[str, str], running: Running, somebody: Walker
) -> None:
    running.misbehave("franceconnect", claims=other)
    answer = await somebody.sign_in("jeanne", "franceconnect")
    assert answer.status_code == 403
    assert UNKNOWN in answer.text
    assert "cordee_session" not in somebody.here.cookies


async def test_two_records_with_the_same_traits_are_told_like_none(gate: Gate, somebody: Walker) -> None:
    none = await somebody.sign_in("inconnue", "franceconnect")
    await _store(gate, jeanne("jumelle"))
    several = await somebody.sign_in("jeanne", "franceconnect")
    assert several.text == none.text
    assert several.status_code == none.status_code == 403


async def test_accents_case_and_hyphens_do_not_count(gate: Gate, running: Running, somebody: Walker) -> None:
    patient = jeanne("jeanne")
    assert patient.name
    patient.name[0].family = "Lambert-Élouet"
    await _store(gate, patient)
    running.misbehave("franceconnect", claims={"family_name": "LAMBERT ELOUET"})
    assert (await somebody.sign_in("jeanne", "franceconnect")).status_code == 303


@pytest.mark.parametrize("change", ["dead", "inactive", "no birthplace"])
async def test_record_that_is_not_a_living_person_s_opens_to_nobody(
    change: str, gate: Gate, somebody: Walker
) -> None:
    patient = jeanne("jeanne")
    patient.deceasedBoolean = True if change == "dead" else None
    patient.active = False if change == "inactive" else None
    patient.extension = None if change == "no birthplace" else patient.extension
    await _store(gate, patient)
    assert UNKNOWN in (await somebody.sign_in("jeanne", "franceconnect")).text


async def test_record_of_another_identity_is_not_shared(
    gate: Gate, running: Running, somebody: Walker
) -> None:
    await somebody.sign_in("jeanne", "franceconnect")
    running.misbehave("franceconnect", claims=people.JEANNE)
    assert UNKNOWN in (await somebody.sign_in("inconnue", "franceconnect")).text


async def test_account_that_was_closed_is_not_opened_again(gate: Gate, somebody: Walker) -> None:
    await somebody.sign_in("jeanne", "franceconnect")
    identity = await gate.identities.find_by_link(gate.openid["franceconnect"].provider.issuer, "jeanne")
    assert identity is not None
    await gate.identities.close_accounts(
        identity.id, [one.id for one in await gate.identities.accounts_of(identity.id)]
    )
    assert UNKNOWN in (await somebody.sign_in("jeanne", "franceconnect")).text


async def test_weak_means_is_refused(somebody: Walker) -> None:
    assert "n’est pas assez sûr" in (await somebody.sign_in("faible", "franceconnect")).text
