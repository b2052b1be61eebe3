"""The agenda's pages: mine, a record's, the week at home; its forms, with what they tell and what is taken back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from psycopg import AsyncConnection

from cordee.access import Gate
from cordee.kernel.clock import now
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

RECORD = f"/dossiers/{village.JEANNE}"
FormKey = Callable[[str], str]
DAY = (now() + timedelta(days=3)).date()
HTMX = {"hx-request": "true", "hx-target": "sheet"}


async def take(client: Client, form_key: FormKey, **more: object) -> tuple[int, str]:
    """Take an appointment by its form; return the status and the answer."""
    key = form_key((await client.get(f"{RECORD}/agenda/nouveau")).text)
    fields = {
        "form_id": key, "kind": "visit", "day": f"{DAY}", "hour": "14:30", "minutes": "30", "members": [village.NURSE],
    }  # fmt: skip
    answer = await client.post(f"{RECORD}/agenda/nouveau", data={**fields, **more}, headers=HTMX)
    return answer.status_code, answer.text


async def test_agenda_shows_what_i_take_part_in_and_nothing_else(sign_in: SignIn, form_key: FormKey) -> None:
    gp = await sign_in(village.GP)
    assert (await take(gp, form_key))[0] == 204
    nurse, other = await sign_in(village.NURSE), await sign_in(village.OTHER_NURSE)
    for view in ("jour", "semaine", "liste"):
        page = (await nurse.get(f"/agenda?vue={view}&jour={DAY}")).text
        assert "Mme Jeanne MOREAU" in page
        assert "à confirmer" in page
        assert "MOREAU" not in (await other.get(f"/agenda?vue={view}&jour={DAY}")).text
    assert "Rien de prévu" in (await other.get("/agenda?vue=jour&jour=nonsense")).text
    patient = await sign_in(f"Patient/{village.JEANNE}")
    assert (await patient.get("/agenda")).headers["location"] == "/mon-espace"


async def test_hours_taken_are_told_and_kept_when_the_writer_says_so(
    sign_in: SignIn, form_key: FormKey
) -> None:
    gp = await sign_in(village.GP)
    await take(gp, form_key)
    status, page = await take(gp, form_key, hour="14:45")
    assert (status, "Nadia Idrissi est pris·e de" in page) == (200, True)
    status, page = await take(gp, form_key, hour="14:45", despite="yes")
    assert "Rendez-vous ajouté" not in page
    assert (await gp.get(f"{RECORD}/agenda")).text.count("row-link") >= 2


async def test_appointment_is_answered_moved_cancelled_and_put_back(
    sign_in: SignIn, form_key: FormKey
) -> None:
    gp, nurse = await sign_in(village.GP), await sign_in(village.NURSE)
    await take(gp, form_key)
    found = re.search(rf'{RECORD}/agenda/([0-9a-f-]{{36}})"', (await gp.get(f"{RECORD}/agenda")).text)
    assert found
    at = f"{RECORD}/agenda/{found[1]}"
    assert "Je viens" in (await nurse.get(at)).text
    await nurse.post(f"{at}/reponse", data={"comes": "no"})
    assert "ne vient pas" in (await gp.get(at)).text
    form = (await gp.get(f"{at}/deplacer")).text
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    fields = {
        "form_id": form_key(form),
        "version": version[1],
        "day": str(DAY),
        "hour": "9h",
        "minutes": "45",
    }
    moved = await gp.post(f"{at}/deplacer", data=fields)
    assert moved.status_code == 303
    assert "à confirmer" in (await gp.get(at)).text
    late = await gp.post(f"{at}/deplacer", data={**fields, "form_id": "", "hour": "10h"})
    assert late.status_code == 422
    cancelled = await gp.post(f"{at}/annuler", data={"reason": "pat", "words": "fatiguée"})
    assert cancelled.status_code == 303
    assert "fatiguée" in (await gp.get(at)).text
    await gp.post(f"{at}/remettre?version=3")
    assert "fatiguée" not in (await gp.get(at)).text


async def test_week_at_home_repeats_suspends_and_goes_on(
    sign_in: SignIn, form_key: FormKey, gate: Gate
) -> None:
    gp = await sign_in(village.GP)
    empty = (await gp.get(f"{RECORD}/agenda/semaine")).text
    assert "Personne n’est prévu" in empty
    form = (await gp.get(f"{RECORD}/agenda/passages/nouveau")).text
    fields = {
        "form_id": form_key(form), "member": village.NURSE, "kind": "visit", "title": "Toilette", "hour": "8:00",
        "minutes": "30", "every": "1", "day": str(now().date()),
    }  # fmt: skip
    for _ in range(2):  # a double click
        assert (await gp.post(f"{RECORD}/agenda/passages/nouveau", data=fields)).status_code == 303
    week = (await gp.get(f"{RECORD}/agenda/semaine?jour={DAY}")).text
    assert "tous les matins à 8" in week
    assert week.count("Changer</span>") == 1
    assert (
        "Nadia Idrissi"
        in (await (await sign_in(f"Patient/{village.JEANNE}")).get(f"{RECORD}/agenda/semaine")).text
    )
    wrong = await gp.post(
        f"{RECORD}/agenda/passages/suspendre", data={"day": str(DAY), "until": "2020-01-01"}
    )
    assert wrong.status_code == 422
    await gp.post(f"{RECORD}/agenda/passages/suspendre", data={"day": str(DAY)})
    assert "Hospitalisation" in (await gp.get(f"{RECORD}/agenda/semaine?jour={DAY}")).text
    await gp.post(f"{RECORD}/agenda/passages/reprendre?jour={DAY}", data={})
    assert "Hospitalisation" not in (await gp.get(f"{RECORD}/agenda/semaine?jour={DAY}")).text


async def test_outside_the_circle_nothing_is_there(sign_in: SignIn) -> None:
    other = await sign_in(village.OTHER_NURSE)
    for path in ("agenda/semaine", "agenda/passages/nouveau", "agenda/x", "agenda/x/deplacer"):
        assert (await other.get(f"{RECORD}/{path}")).status_code == 404


async def test_hours_are_declared_and_a_slot_taken_in_one_tap(sign_in: SignIn, form_key: FormKey) -> None:
    gp, nurse = await sign_in(village.GP), await sign_in(village.NURSE)
    assert "Aucun créneau ouvert" in (await nurse.get(f"{RECORD}/agenda/creneaux")).text
    wrong = await gp.post("/agenda/disponibilites", data={"am_from_0": "12:00", "am_to_0": "9:00"})
    assert (wrong.status_code, "Lundi" in wrong.text) == (422, True)
    hours = {
        f"am_{edge}_{day}": hour for day in range(7) for edge, hour in (("from", "9:00"), ("to", "12:00"))
    }
    assert (await gp.post("/agenda/disponibilites", data={**hours, "slots": "60"})).status_code == 303
    assert 'value="09:00"' in (await gp.get("/agenda/disponibilites")).text
    page = (await nurse.get(f"{RECORD}/agenda/creneaux")).text
    slot = re.search(r'name="slot" value="([^"]+)"', page)
    assert slot
    key = form_key(page)
    fields = {"slot": slot[1], "form_id": key}
    assert (await nurse.post(f"{RECORD}/agenda/creneaux", data=fields)).status_code == 303
    late = await nurse.post(f"{RECORD}/agenda/creneaux", data={"slot": slot[1]})
    assert (late.status_code, "vient d’être pris" in late.text) == (422, True)
    await nurse.post(f"{RECORD}/agenda/{key}/annuler", data={})
    assert slot[1] in (await nurse.get(f"{RECORD}/agenda/creneaux")).text


async def test_my_agenda_costs_the_same_statements_whatever_it_holds(
    sign_in: SignIn, form_key: FormKey, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gp, nurse = await sign_in(village.GP), await sign_in(village.NURSE)
    asked: list[str] = []
    execute = AsyncConnection.execute

    async def counted(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(query)[:60])
        return await execute(self, query, *rest, **more)

    async def cost() -> int:
        await nurse.get(f"/agenda?jour={DAY}")  # what is asked once is asked
        monkeypatch.setattr(AsyncConnection, "execute", counted)
        asked.clear()
        assert (await nurse.get(f"/agenda?jour={DAY}")).status_code == 200
        monkeypatch.setattr(AsyncConnection, "execute", execute)
        return len(asked)

    empty = await cost()
    for hour in range(8, 18):
        await take(gp, form_key, hour=f"{hour}:00", despite="yes")
    assert await cost() <= empty + 1  # lines of trace share a commit, or take two
