"""A territory answers by code, and adding one takes a file and no code."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cordee.fhir.r4 import Appointment, CareTeam, Organization, Patient
from cordee.territories import PackError, Territory, check, examine, load, names
from cordee.territories.people import demo_cast, population
from tests.unit.territories.packs import TINY

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def pilot() -> Territory:
    return load("nord-saone-et-loire")


@pytest.fixture(scope="module")
def val() -> Territory:
    territory, problems = examine(TINY, "val.yaml")
    assert problems == ()
    assert territory is not None
    return territory


def test_packs_that_come_with_cordee_are_sound() -> None:
    assert {name: check(name) for name in names()} == {name: [] for name in names()}


def test_the_pilot_has_the_four_sectors_of_the_programme(pilot: Territory) -> None:
    assert [sector.name for sector in pilot.sectors] == [
        "Autunois-Morvan",
        "Creusot-Montceau",
        "Chalonnais",
        "Bresse bourguignonne",
    ]
    assert len(pilot.communes) == 318
    assert pilot.population == 349_282


def test_the_pilot_has_every_trade_in_every_sector(pilot: Territory) -> None:
    wanted = {"hospital", "practice", "nursing-practice", "ssiad", "pharmacy", "clic", "home-help"}
    for sector in pilot.sectors:
        here = {commune.insee for commune in pilot.communes if commune.sector == sector.code}
        assert {one.type for one in pilot.organisations if one.commune in here} >= wanted


def test_everything_is_found_by_its_code(pilot: Territory) -> None:
    assert pilot.zone == ZoneInfo("Europe/Paris")
    autun = pilot.commune("71014")
    assert autun is not None
    assert (autun.name, autun.postcode, autun.sector) == ("Autun", "71400", "autunois-morvan")
    assert pilot.dac.type == "dac"
    assert pilot.role_label("nurse", feminine=True) == "infirmière libérale"
    assert pilot.theme_label("stroke") == "Accident vasculaire cérébral"
    assert pilot.targets.qualify_request_hours == 48
    role = pilot.role("coordinator")
    assert role is not None
    assert role.is_coordination


def test_what_is_not_in_the_territory_has_no_answer_but_a_label(pilot: Territory) -> None:
    assert pilot.commune("75056") is None
    assert pilot.sector("x") is pilot.organisation("x") is pilot.role("x") is pilot.theme("x") is None
    assert pilot.theme_label("unheard-of") == "unheard-of"
    assert pilot.role_label("unheard-of") == "unheard-of"


def test_a_territory_cannot_be_changed(val: Territory) -> None:
    with pytest.raises(AttributeError):
        val.name = "Autre"  # type: ignore[misc]


def test_an_unknown_name_says_which_are_known() -> None:
    with pytest.raises(PackError) as caught:
        load("nord-saone-et-loir")
    assert "nord-saone-et-loire" not in caught.value.problems[0].message_fr
    assert "nord-saone-et-loire" in caught.value.problems[0].remedy_fr


def test_a_second_territory_has_its_people_with_no_code(val: Territory) -> None:
    lists = list(population(val, 30, 7, TODAY))
    resources = [resource for one in lists for resource in one]
    assert [one.name for one in resources if isinstance(one, Organization)] == [
        "DAC du Val",
        "Cabinet du Val",
    ]
    assert sum(isinstance(one, CareTeam) for one in resources) == 30
    towns = {one.address[0].city for one in resources if isinstance(one, Patient) and one.address}
    assert towns <= {"Autun", "Ajaccio"}


def test_hours_are_those_of_the_territory(val: Territory) -> None:
    starts = [
        datetime.fromisoformat(one.start)
        for resources in population(val, 10, 7, TODAY)
        for one in resources
        if isinstance(one, Appointment) and one.start
    ]
    assert {start.utcoffset() for start in starts} == {
        datetime(2026, 1, 1, tzinfo=UTC).astimezone(val.zone).utcoffset()
    }
    assert all(7 <= start.hour <= 21 for start in starts)


def test_the_cast_leaves_out_roles_the_territory_does_not_have(val: Territory) -> None:
    assert [member.role for member in demo_cast(val, 7)] == ["coordinator", "gp", None, None, None]
