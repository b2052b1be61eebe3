"""From the letter to the record in a real browser: password and code, passkeys, and an attacker beside."""

import re

import msgspec
import pytest
from playwright.async_api import Browser, expect

from cordee.care.elements import concept
from cordee.fhir import systems
from cordee.fhir.r4 import HumanName, Practitioner, PractitionerRole, Reference
from cordee.kernel.ids import new_id
from tests.browser.local.conftest import DESKTOP, PHONE, give_authenticator, new_page, open_browser, picture
from tests.integration.access.local.conftest import COORDINATOR, PASSWORD, Member, World, home_help

pytestmark = pytest.mark.browser


async def test_invited_home_help_chooses_password_and_code_then_signs_in(
    world: World, browser: Browser
) -> None:
    await world.credentials.invitations.invite(
        home_help(), email="sonia@aide.exemple", invited_by=COORDINATOR
    )
    await world.post()
    secret = world.mailbox.secret_for("sonia@aide.exemple")
    page = await new_page(await open_browser(browser, world))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))

    await page.goto(f"/invitation/{secret}")
    await expect(page).to_have_url(re.compile("/invitation/accueil$"))
    assert [line for line in asked if secret in line] == [asked[0]]  # its own request, never a referrer
    await expect(page.get_by_text("Claire Vasseur")).to_be_visible()
    await picture(page, "local-welcome-phone")
    await page.get_by_role("link", name="Avec un mot de passe et un code").click()
    await page.get_by_label("Nouveau mot de passe").fill("motdepasse1234")
    await page.get_by_role("button", name="Continuer").click()
    await expect(page.get_by_text("Trop facile à deviner").first).to_be_visible()
    await picture(page, "local-password-refused-phone")
    await page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    await page.get_by_role("button", name="Voir").click()
    await expect(page.get_by_label("Nouveau mot de passe")).to_have_attribute("type", "text")
    await page.get_by_role("button", name="Continuer").click()
    await expect(page.locator(".qr-frame svg")).to_be_visible()
    await picture(page, "local-phone-phone")
    await page.get_by_text("Je ne peux pas le viser").click()
    key = (await page.locator(".secret-key").inner_text()).replace(" ", "")
    sonia = Member("", "sonia@aide.exemple", key, [])
    await page.get_by_label("Le code à six chiffres").fill(sonia.code())
    await page.get_by_role("button", name="C’est fait").click()
    await expect(page.locator(".recovery-codes li")).to_have_count(10)
    await picture(page, "local-codes-phone")
    codes = await page.locator(".recovery-codes li").all_inner_texts()
    await page.get_by_role("link", name="Je les ai notés").click()
    await expect(page).not_to_have_url(re.compile("connexion|invitation"))

    other = await new_page(await open_browser(browser, world, DESKTOP))  # another device, a day later
    await other.goto(f"/invitation/{secret}")
    await expect(other.get_by_role("heading", name="Ce lien ne fonctionne plus")).to_be_visible()
    await picture(other, "local-over-desktop")
    await other.goto("/connexion")
    await picture(other, "local-sign-in-desktop")
    await other.get_by_label("Votre adresse e-mail").fill("sonia@aide.exemple")
    await other.get_by_label("Votre mot de passe").fill("not the password at all")
    await other.get_by_role("button", name="Continuer").click()
    await expect(other.get_by_text("L’e-mail ou le mot de passe n’est pas le bon").first).to_be_visible()
    await other.get_by_label("Votre mot de passe").fill(PASSWORD)
    await other.get_by_role("button", name="Continuer").click()
    await picture(other, "local-code-desktop")
    await other.get_by_label("Le code à six chiffres").fill("000000")
    await other.get_by_role("button", name="Se connecter").click()
    await expect(other.get_by_text("Ce code n’est pas le bon").first).to_be_visible()
    await other.get_by_label("Le code à six chiffres").fill(codes[0])
    await other.get_by_role("button", name="Se connecter").click()
    await expect(other).not_to_have_url(re.compile("connexion"))

    await other.goto("/compte/securite")
    await picture(other, "local-security-desktop")
    await expect(other.get_by_text("9 codes encore bons")).to_be_visible()
    await other.get_by_role("button", name="En faire de nouveaux").click()
    await expect(other.locator(".recovery-codes li")).to_have_count(10)
    await page.goto("/compte")  # the phone was signed out by that change
    await expect(page).to_have_url(re.compile("/connexion"))


async def test_passkey_is_made_from_an_invitation_signs_in_confirms_and_passes_beside_an_attacker(
    world: World, browser: Browser
) -> None:
    secret = await world.invite("key@aide.exemple")
    context = await open_browser(browser, world, PHONE, "dark")
    page = await new_page(context)
    await give_authenticator(page)
    await page.goto(f"/invitation/{secret}")
    await picture(page, "local-welcome-phone-dark")
    await page.get_by_role("button", name="Avec mon doigt").click()
    await expect(page).not_to_have_url(re.compile("connexion|invitation"))

    stranger = await new_page(await open_browser(browser, world))
    await stranger.goto("/connexion")  # somebody tries her e-mail from the same place, without her device
    for number in range(8):
        await stranger.get_by_label("Votre adresse e-mail").fill("key@aide.exemple")
        await stranger.get_by_label("Votre mot de passe").fill(f"a wrong password {number}")
        await stranger.get_by_role("button", name="Continuer").click()
        await stranger.wait_for_load_state("load")
        if await stranger.get_by_text("Trop d’essais").count():
            break
    else:
        pytest.fail("nobody was slowed down")
    await picture(stranger, "local-throttled-phone")

    await page.goto("/compte")
    await page.context.clear_cookies(name="cordee_session")
    await page.goto("/connexion?suite=/compte/securite")
    await picture(page, "local-sign-in-phone-dark")
    await page.get_by_role("button", name="Avec une clé d’accès").click()
    await expect(page).to_have_url(re.compile(r"^[^?]*/compte/securite$"))
    await picture(page, "local-security-phone-dark")

    async with world.gate._repository.database.connection() as connection:  # an hour later
        await connection.execute("UPDATE session SET verified_at = verified_at - interval '1 hour'")
    await page.get_by_role("link", name="Ajouter").click()
    await expect(page.get_by_role("heading", name="Confirmez que c’est bien vous")).to_be_visible()
    await picture(page, "local-confirm-phone-dark")
    await page.get_by_role("button", name="Confirmer avec ma clé d’accès").click()
    await expect(page.get_by_role("heading", name="Ajoutez Cordée à votre téléphone")).to_be_visible()


async def test_coordinator_invites_from_the_directory_and_sees_who_is_awaited(
    world: World, browser: Browser
) -> None:
    door = world.gate.system_door("test")
    async with door.writing() as unit:
        unit.create(
            PractitionerRole(
                id="ana-role",
                active=True,
                practitioner=Reference(reference="Practitioner/ana", display="Ana Diaz"),
                organization=Reference(reference="Organization/adhap", display="Aide 71"),
                code=[concept(systems.ROLE, "home-help", "Aide à domicile")],
            )
        )
        unit.create(Practitioner(id="ana", name=[HumanName(family="Diaz", given=["Ana"])]))
    identity = await world.gate.identities.create("Claire Vasseur")
    boss = msgspec.structs.replace(COORDINATOR, id=new_id(), login="claire-psc")
    await world.gate.identities.open_account(identity.id, boss)
    session = await world.gate.open_session(identity.id, "psc", "test")
    address = world.settings.public_url
    for size, scheme, name in ((DESKTOP, "light", "desktop"), (PHONE, "dark", "phone-dark")):
        context = await open_browser(browser, world, size, scheme)
        await context.add_cookies([{"name": "cordee_session", "value": session.token, "url": address}])
        page = await new_page(context)
        await page.goto("/compte")
        await page.get_by_role("link", name="Invitations de ma structure").click()
        await page.get_by_role("link", name="Inviter un professionnel").click()
        await page.get_by_placeholder("Nom, prénom").fill("diaz")
        await page.get_by_role("button", name="Chercher").click()
        await page.get_by_text("Ana Diaz").click()
        await page.get_by_label("Son adresse e-mail").fill("ana@aide")
        await page.locator('form[method=post][action="/invitations/nouvelle"]').evaluate(
            "form => form.noValidate = true"
        )
        await page.get_by_role("button", name="Envoyer l’invitation").click()
        await expect(page.get_by_text("Cette adresse e-mail ne se lit pas").first).to_be_visible()
        await picture(page, f"local-invite-{name}")
        await page.get_by_label("Son adresse e-mail").fill(f"ana-{name}@aide.exemple")
        await page.get_by_role("button", name="Envoyer l’invitation").click()
        await expect(page.get_by_text(f"ana-{name}@aide.exemple")).to_be_visible()
        await picture(page, f"local-invitations-{name}")
    await world.post()
    assert world.mailbox.secret_for("ana-desktop@aide.exemple")
    nobody = await new_page(await open_browser(browser, world))
    await nobody.goto("/connexion/oubli")
    await picture(nobody, "local-forgotten-phone")
    await nobody.get_by_label("Votre adresse e-mail").fill("ana@aide.exemple")
    await nobody.get_by_role("button", name="Recevoir le lien").click()
    await expect(nobody.get_by_role("heading", name="Regardez votre boîte")).to_be_visible()
