"""The pages of concertations: called, a person inscribed, minutes kept as they are written, validated, followed."""

import re
from collections.abc import Callable
from datetime import timedelta

from cordee.kernel.clock import now
from tests.http.web.conftest import Client, SignIn
from tests.integration.care import village

FormKey = Callable[[str], str]
DAY = (now() + timedelta(days=4)).date()
HTMX = {"hx-request": "true"}


async def called(client: Client, form_key: FormKey) -> str:
    """Call a meeting about Jeanne by its form; return its address."""
    form = (await client.get(f"/concertations/nouvelle?dossier={village.JEANNE}")).text
    assert "Nadia Idrissi" in form
    fields = {
        "form_id": form_key(form), "person": village.JEANNE, "question": "Quel retour ?", "day": str(DAY),
        "hour": "14h", "minutes": "60", "place": "DAC", "members": [village.NURSE, village.SOCIAL],
    }  # fmt: skip
    wrong = await client.post("/concertations/nouvelle", data={**fields, "link": "javascript:alert(1)"})
    assert wrong.status_code == 422
    answer = await client.post("/concertations/nouvelle", data=fields)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def test_meeting_is_listed_for_who_is_invited_and_absent_for_others(
    sign_in: SignIn, form_key: FormKey
) -> None:
    gp = await sign_in(village.GP)
    at = await called(gp, form_key)
    nurse, other = await sign_in(village.NURSE), await sign_in(village.OTHER_NURSE)
    assert at in (await nurse.get("/concertations")).text
    assert "Concertation" in (await nurse.get(f"/agenda?jour={DAY}&vue=jour")).text
    assert "Aucune concertation" in (await other.get("/concertations")).text
    for path in ("", "/inviter", "/deplacer", f"/{village.JEANNE}", f"/{village.JEANNE}/question"):
        assert (await other.get(f"{at}{path}")).status_code == 404
        assert (await gp.get(f"{at}{path}")).status_code == 200
    jeanne = await sign_in(f"Patient/{village.JEANNE}")
    assert "Concertation" in (await jeanne.get(f"/dossiers/{village.JEANNE}/agenda")).text
    assert (await gp.post(f"{at}/inviter", data={"guest_email": "nulle part"})).status_code == 422
    assert (await gp.post(f"{at}/annuler")).status_code == 303
    assert "annulée" in (await nurse.get(at)).text


async def test_minutes_are_kept_validated_and_followed(sign_in: SignIn, form_key: FormKey) -> None:
    gp = await sign_in(village.GP)
    at = f"{await called(gp, form_key)}/{village.JEANNE}"
    draft = {"discussion": "Chutes.", "decision": "", "present": [village.GP], "version": "0"}
    kept = await gp.post(f"{at}/brouillon", data=draft, headers=HTMX)
    assert "Brouillon gardé" in kept.text
    version = re.search(r'value="(\d+)" hx-swap-oob', kept.text)
    assert version
    lost = await gp.post(f"{at}/brouillon", data={**draft, "version": "0"}, headers=HTMX)
    assert "is-refused" in lost.text
    assert "Chutes." in (await gp.get(at)).text  # another device goes on from there
    nothing = await gp.post(f"{at}/valider", data={**draft, "version": version[1]})
    assert (nothing.status_code, "Écrivez la décision" in nothing.text) == (422, True)

    form = (await gp.get(f"{at}/tache")).text
    task = {"form_id": form_key(form), "text": "Ergothérapeute à domicile", "owner": village.SOCIAL}
    assert (await gp.post(f"{at}/tache", data=task)).status_code == 303
    final = await gp.post(
        f"{at}/valider", data={**draft, "decision": "Retour avec aides", "version": version[1]}
    )
    assert final.status_code == 303
    nurse = await sign_in(village.NURSE)
    page = (await nurse.get(at)).text
    assert "Retour avec aides" in page
    assert "Ergothérapeute" in page
    assert "Compte rendu de concertation" in (await nurse.get(f"/dossiers/{village.JEANNE}/documents")).text
