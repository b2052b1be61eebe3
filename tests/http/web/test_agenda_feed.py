"""The calendar's secret address: opened, read, unchanged, slowed down, closed."""

import re

import vobject

from cordee.access.calendars import READS_A_MINUTE
from tests.http.web.conftest import Client, SignIn
from tests.http.web.test_agenda import FormKey, take
from tests.integration.care import village

PAGE = "/agenda/telephone"


async def test_address_is_shown_once_read_by_a_stranger_and_closed(
    sign_in: SignIn, nobody: Client, form_key: FormKey
) -> None:
    gp = await sign_in(village.GP)
    await take(gp, form_key)
    nurse = await sign_in(village.NURSE)
    shown = (await nurse.post(PAGE, data={"says": "initials"})).text
    found = re.search(r"/agenda/flux/[\w-]{20,}\.ics", shown)
    assert found
    assert found[0] not in (await nurse.get(PAGE)).text

    answer = await nobody.get(found[0])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert vobject.readOne(answer.text).vevent.summary.value == "Visite J. M."
    assert "MOREAU" not in answer.text
    again = await nobody.get(found[0], headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await nobody.get(f"{found[0][:-8]}aaaa.ics")).status_code == 404
    assert (await nurse.post(f"{PAGE}/fermer")).status_code == 303
    assert (await nobody.get(found[0])).status_code == 404


async def test_calendar_asked_too_often_is_slowed_down(sign_in: SignIn, nobody: Client) -> None:
    nurse = await sign_in(village.NURSE)
    shown = (await nurse.post(PAGE, data={"says": "town"})).text
    address = re.search(r"/agenda/flux/[\w-]{20,}\.ics", shown)
    assert address
    answers = {(await nobody.get(address[0])).status_code for _ in range(READS_A_MINUTE * 3)}
    assert answers == {200, 429}


async def test_settings_are_for_professionals_and_refuse_another_choice(
    sign_in: SignIn, nobody: Client
) -> None:
    patient = await sign_in(f"Patient/{village.JEANNE}")
    assert (await patient.get(PAGE)).headers["location"] == "/mon-espace"
    nurse = await sign_in(village.NURSE)
    assert (await nurse.post(PAGE, data={"says": "everything"})).status_code == 422
    assert (await nobody.get(PAGE)).status_code == 303
