"""The plan's pages: a model in one tap, a version agreed with, compared, printed, handed over; each to who may."""

from cordee.access import Gate
from cordee.care.consent.shape import Evidence, Recipient, refusal
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from tests.http.web.conftest import SignIn
from tests.integration.care import village

ROOT = f"/dossiers/{village.JEANNE}"


async def test_plan_from_a_model_is_versioned_agreed_compared_and_printed(sign_in: SignIn) -> None:
    gp, person = await sign_in(village.GP), await sign_in(f"Patient/{village.JEANNE}")
    model = {"theme": "stroke", "kept": ["0", "1"], "form_id": new_id()}
    assert "Marcher seul dans la maison" in (await gp.get(f"{ROOT}/plan/modele?theme=stroke")).text
    for _ in range(2):  # a double click adds once
        assert (await gp.post(f"{ROOT}/plan/modele", data=model)).status_code == 303
    page = (await gp.get(f"{ROOT}/plan")).text
    assert page.count("Marcher seul dans la maison</h3>") == 1
    for part in (
        "Informations générales",
        "Synthèse et projet",
        "Plan d’actions",
        "Évaluation",
        "Claire Bonnot",
    ):
        assert part in page

    key = {"form_id": new_id()}
    for _ in range(2):
        assert (await gp.post(f"{ROOT}/plan/versions/nouvelle", data=key)).status_code == 303
    assert (
        await gp.post(f"{ROOT}/plan/projet", data={"text": "Revoir la mer", "version": "1"})
    ).status_code == 303
    versions = (await gp.get(f"{ROOT}/plan/versions")).text
    assert "Version 1" in versions
    assert "Version 2" not in versions
    assert "<ins>Revoir la mer</ins>" in versions
    id_ = key["form_id"]
    for _ in range(2):
        assert (await gp.post(f"{ROOT}/plan/versions/{id_}/accord")).status_code == 303
    assert "1 accord" in (await person.get(f"{ROOT}/plan")).text
    assert "Je donne mon accord" in (await person.get(f"{ROOT}/plan")).text
    collected = {"given_by": f"Patient/{village.JEANNE}", "how": "oral", "form_id": new_id()}
    assert (await gp.post(f"{ROOT}/plan/versions/{id_}/accords/nouveau", data=collected)).status_code == 303
    seen = (await person.get(f"{ROOT}/plan")).text
    assert "recueilli par Dr Paul Girard" in seen
    assert "Je donne mon accord" not in seen

    for path in ("plan.pdf", f"plan/versions/{id_}.pdf"):
        pdf = await person.get(f"{ROOT}/{path}")
        assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    document = (await gp.get(f"{ROOT}/plan/versions/{id_}.json")).json()
    assert document["entry"][0]["resource"]["resourceType"] == "Composition"


async def test_plan_is_changed_and_reviewed_by_who_writes_plans_alone(sign_in: SignIn) -> None:
    gp, daughter = await sign_in(village.GP), await sign_in(village.DAUGHTER)
    outsider = await sign_in(village.OTHER_NURSE)
    goal = {"text": "Remarcher", "domain": "autonomy", "measure": "Va au marché", "form_id": new_id()}
    assert (await gp.post(f"{ROOT}/plan/objectifs/nouveau", data=goal)).status_code == 303
    way = f"{ROOT}/plan/objectifs/{goal['form_id']}"
    changed = {"text": "Marcher", "domain": "autonomy", "version": "1"}
    assert (await gp.post(f"{way}/modifier", data=changed)).status_code == 303
    late = await gp.post(f"{way}/modifier", data={"text": "Courir", "domain": "autonomy", "version": "1"})
    assert late.status_code == 422
    assert "Ce qui est écrit maintenant" in late.text
    assert "Courir" in late.text
    assert (await gp.post(f"{way}/non-atteint", data={"reason": "Hospitalisée en mai"})).status_code == 303
    assert (await gp.post(f"{ROOT}/plan/revue/faite", data={"conclusion": "On reprend"})).status_code == 303
    page = (await daughter.get(f"{ROOT}/plan")).text
    assert "Hospitalisée en mai" in page
    assert "On reprend" in page
    for path in ("plan/versions/nouvelle", "plan/modele", "plan/revue/faite", "plan/projet"):
        assert (await daughter.post(f"{ROOT}/{path}")).status_code == 403
        assert (await outsider.post(f"{ROOT}/{path}")).status_code in {404, 422}
    assert (await outsider.get(f"{ROOT}/plan.pdf")).status_code == 404


async def test_goal_refused_to_somebody_shows_them_no_version_that_holds_it(
    sign_in: SignIn, gate: Gate
) -> None:
    gp, nurse = await sign_in(village.GP), await sign_in(village.NURSE)
    goal = {"text": "Marcher sans canne", "domain": "autonomy", "measure": "x", "form_id": new_id()}
    assert (await gp.post(f"{ROOT}/plan/objectifs/nouveau", data=goal)).status_code == 303
    key = {"form_id": new_id()}
    assert (await gp.post(f"{ROOT}/plan/versions/nouvelle", data=key)).status_code == 303
    held = f"{ROOT}/plan/versions/{key['form_id']}"
    assert (await nurse.get(f"{held}.json")).status_code == 200
    evidence = Evidence(
        agreed_by=f"Patient/{village.JEANNE}", collected_by=village.GP, at=now(), how="oral", notice="urn:x"
    )
    denied = refusal(
        village.JEANNE, [Recipient(reference=village.NURSE)], evidence, documents=[f"Goal/{goal['form_id']}"]
    )
    denied.id = new_id()
    async with gate.system_door("test").writing() as unit:
        unit.create(denied)
    page = await nurse.get(f"{ROOT}/plan/versions")
    assert page.status_code == 200
    assert "Marcher sans canne" not in page.text
    for path in (f"{held}.json", f"{held}.pdf", f"{ROOT}/plan/versions?de={key['form_id']}"):
        assert (await nurse.get(path)).status_code == 404
        assert (await gp.get(path)).status_code == 200
    assert "Marcher sans canne" not in (await nurse.get(f"{ROOT}/plan")).text
