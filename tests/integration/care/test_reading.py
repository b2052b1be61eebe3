"""What the record says at its head: banner, circle, ten seconds."""

from datetime import date

import pytest

from cordee.care.chart import open_chart
from cordee.care.circle import circle_of, show_circle
from cordee.care.identity import banner
from cordee.care.synthesis import SHELVES, situations, ten_seconds
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Repository
from tests.integration.care.village import GP, JEANNE, OTHER_NURSE, SOCIAL, door


async def test_banner_says_names_age_town_and_alert(store: Repository) -> None:
    found = banner(await open_chart(door(store, GP), JEANNE), date(2026, 11, 21))

    assert found.name.civil == "Mme Jeanne MOREAU née LAMBERT"
    assert (found.age, found.town, found.department) == (84, "Autun", "71")
    assert [alert.text for alert in found.alerts] == ["Allergie pénicilline"]


async def test_social_worker_sees_no_medical_part(store: Repository) -> None:
    chart = await open_chart(door(store, SOCIAL), JEANNE, SHELVES)

    assert banner(chart, date(2026, 11, 21)).alerts == ()
    seen = ten_seconds(chart, await situations(door(store, SOCIAL), JEANNE), now())
    assert (seen.problems, seen.living) == ((), "Vit seule")


async def test_outsider_finds_nothing(store: Repository) -> None:
    with pytest.raises(NotFoundError):
        await open_chart(door(store, OTHER_NURSE), JEANNE)


async def test_ten_seconds_name_the_person_of_trust(store: Repository) -> None:
    opened = door(store, GP)
    chart = await open_chart(opened, JEANNE, SHELVES)
    seen = ten_seconds(chart, await situations(opened, JEANNE), now())

    assert seen.problems == ("Insuffisance cardiaque",)
    assert seen.trusted is not None
    assert (seen.trusted.name, seen.trusted.phone) == ("Sophie MOREAU", "06 00 00 00 12")


async def test_circle_puts_the_doctor_first_and_says_what_each_sees(store: Repository) -> None:
    _, circle = await show_circle(door(store, GP), JEANNE)

    assert circle.present[0].person.name == "Dr Paul Girard"
    sees = {member.person.name: member.sees for member in circle.present}
    assert sees["Amélie Sauvage"] == (
        "voit tout le dossier, sauf la partie médicale, les mesures et les pièces diverses"
    )
    assert sees["Nadia Idrissi"] == "voit tout le dossier"
    assert circle.referent is not None
    assert circle.referent.name == "Claire Bonnot"


async def test_circle_has_no_past_member_at_first(store: Repository) -> None:
    assert circle_of(await open_chart(door(store, GP), JEANNE), now()).past == ()
