"""Invitations from the letter to the role: one link, one use, and no takeover by a mailbox alone."""

import asyncio

import msgspec
import pytest
from psycopg import AsyncConnection

from cordee.access import Actor, Draft, Place
from cordee.access.refusals import (
    AlreadyHereError,
    CeremonyOverError,
    LinkOverError,
    NotYoursToInviteError,
    PasswordRefusedError,
    WrongProofError,
)
from cordee.kernel.errors import NotFoundError
from tests.integration.access.local.conftest import COORDINATOR, HERE, PASSWORD, World, home_help
from tests.integration.access.local.test_sign_in import sign_in

OFFICER = Draft(name="Vie Privée", kind="officer", who="Organization/x", keys=())


async def test_letter_says_a_first_name_and_a_link_and_nothing_else_of_anybody(world: World) -> None:
    await world.credentials.invitations.invite(
        home_help(), email="Sonia@Aide.Exemple", invited_by=COORDINATOR
    )
    await world.post()

    (letter,) = world.mailbox.of("sonia@aide.exemple")
    text = letter.get_content()
    assert text.startswith("Bonjour Sonia,")
    assert "https://cordee.exemple.fr/invitation/" in text
    assert "72 heures" in text
    for word in ("Petit", "Claire", "Vasseur", "DAC", "Aide 71"):
        assert word not in text
        assert word not in str(letter["Subject"])


async def test_secret_of_a_link_is_in_no_table(world: World, module_database_url: str) -> None:
    secret = await world.invite("table@aide.exemple")

    async with await AsyncConnection.connect(module_database_url) as connection:
        for table in ("invitation", "procrastinate_jobs", "ceremony"):
            rows = await (await connection.execute(f"SELECT t::text FROM {table} t")).fetchall()  # type: ignore[arg-type]
            assert rows or table == "ceremony"
            assert not any(secret in row[0] for row in rows)


async def test_who_joins_by_password_has_role_codes_and_signs_in(world: World) -> None:
    sonia = await world.join("joins@aide.exemple")

    (role,) = await world.gate.identities.accounts_of(sonia.id)
    assert (role.kind, role.role, role.name) == ("professional", "home-help", "Sonia Petit")
    assert len(set(sonia.codes)) == 10
    assert await sign_in(world, sonia) == sonia.id


async def test_link_serves_once_and_its_step_too(world: World) -> None:
    secret = await world.invite("once@aide.exemple")
    first, second = [await world.credentials.links.open(secret, HERE) for _ in range(2)]
    await world.finish("once@aide.exemple", first)

    for step in (first, second):
        with pytest.raises((LinkOverError, CeremonyOverError)):
            await world.credentials.joining.choose_password(step, PASSWORD)
    with pytest.raises(LinkOverError):
        await world.credentials.links.open(secret, HERE)


async def test_two_who_finish_at_once_make_one_person(world: World) -> None:
    secret = await world.invite("race@aide.exemple")
    steps = [await world.credentials.links.open(secret, HERE) for _ in range(2)]

    found = await asyncio.gather(
        *(world.finish("race@aide.exemple", step) for step in steps), return_exceptions=True
    )

    assert sum(not isinstance(one, BaseException) for one in found) == 1
    identity = await world.gate.identities.find_by_email("race@aide.exemple")
    assert identity is not None
    assert len(await world.gate.identities.accounts_of(identity.id)) == 1


async def test_sent_again_the_link_before_stops_and_cancelled_none_works(world: World) -> None:
    invitations, links = world.credentials.invitations, world.credentials.links
    await invitations.invite(home_help(), email="again@aide.exemple", invited_by=COORDINATOR)
    await world.post()
    before = world.mailbox.secret_for("again@aide.exemple")
    (pending,) = [one for one in await invitations.pending(COORDINATOR) if one.email == "again@aide.exemple"]
    assert pending.sent_at is not None
    await invitations.send_again(pending.id, COORDINATOR)
    await world.post()
    after = world.mailbox.secret_for("again@aide.exemple")

    with pytest.raises(LinkOverError):
        await links.open(before, HERE)
    await links.open(after, HERE)
    await invitations.cancel(pending.id, COORDINATOR)
    with pytest.raises(LinkOverError):
        await links.open(after, HERE)
    with pytest.raises(NotFoundError):
        await invitations.send_again(pending.id, COORDINATOR)


async def test_invited_twice_one_invitation_is_open(world: World) -> None:
    draft = home_help()
    first = await world.invite("twice@aide.exemple", draft)
    second = await world.invite("twice@aide.exemple", draft)

    with pytest.raises(LinkOverError):
        await world.credentials.links.open(first, HERE)
    await world.credentials.links.open(second, HERE)


async def test_expired_link_does_not_work(world: World, module_database_url: str) -> None:
    secret = await world.invite("late@aide.exemple")
    step = await world.credentials.links.open(secret, HERE)
    async with await AsyncConnection.connect(module_database_url) as connection:
        await connection.execute("UPDATE invitation SET expires_at = now() WHERE email = 'late@aide.exemple'")

    with pytest.raises(LinkOverError):
        await world.credentials.links.open(secret, HERE)
    with pytest.raises(LinkOverError):
        await world.credentials.joining.choose_password(step, PASSWORD)


async def test_invented_links_are_refused_then_slowed_down(world: World) -> None:
    guesser = Place(address="198.51.100.200")
    secret = await world.invite("guess@aide.exemple")
    for _ in range(31):
        with pytest.raises(LinkOverError):
            await world.credentials.links.open("x" * 43, guesser)
    with pytest.raises(Exception, match="Too many"):
        await world.credentials.links.open(secret, guesser)
    await world.credentials.links.open(secret, HERE)


async def test_common_password_and_wrong_code_are_refused_and_nothing_is_in_force(world: World) -> None:
    step = await world.credentials.links.open(await world.invite("weak@aide.exemple"), HERE)
    with pytest.raises(PasswordRefusedError):
        await world.credentials.joining.choose_password(step, "SoniaPetit2026")
    await world.credentials.joining.choose_password(step, PASSWORD)
    with pytest.raises(WrongProofError):
        await world.credentials.joining.finish_with_code(step, "000000")

    assert await world.gate.identities.find_by_email("weak@aide.exemple") is None


async def test_somebody_with_an_access_is_not_taken_over_by_their_mailbox(world: World) -> None:
    sonia = await world.join("held@aide.exemple")
    step = await world.credentials.links.open(await world.invite("held@aide.exemple"), HERE)
    joining = world.credentials.joining

    assert (await world.credentials.links.look(step)).must_sign_in
    with pytest.raises(AlreadyHereError):
        await joining.choose_password(step, PASSWORD)
    with pytest.raises(AlreadyHereError):
        await joining.accept_as(step, (await world.join("other@aide.exemple")).id)
    await joining.accept_as(step, sonia.id)
    assert len(await world.gate.identities.accounts_of(sonia.id)) == 2


async def test_somebody_known_by_a_provider_is_not_taken_over_either(world: World) -> None:
    paul = await world.gate.identities.find_or_create("https://psc.exemple", "899", "Paul Roy")
    await world.gate.identities.set_email(paul.id, "paul@psc.exemple")
    step = await world.credentials.links.open(await world.invite("paul@psc.exemple"), HERE)

    with pytest.raises(AlreadyHereError):
        await world.credentials.joining.choose_password(step, PASSWORD)


async def test_access_anew_needs_confirmation_and_mailbox_and_replaces_everything(world: World) -> None:
    sonia = await world.join("anew@aide.exemple", home_help())
    session = await world.gate.open_session(sonia.id, "password", "phone")
    invitations = world.credentials.invitations
    boss = _coordinator_of("Organization/adhap")

    with pytest.raises(NotFoundError):  # of another structure: as if nobody had this e-mail
        await invitations.give_access_anew("anew@aide.exemple", confirmed_by=COORDINATOR)
    await invitations.give_access_anew("anew@aide.exemple", confirmed_by=boss)
    await world.post()
    assert (await world.credentials.sign_in.means_of(sonia.id)).password_at is not None  # nothing yet
    step = await world.credentials.links.open(world.mailbox.secret_for("anew@aide.exemple"), HERE)
    fresh = await world.finish("anew@aide.exemple", step)
    await world.post()

    assert fresh.id == sonia.id
    with pytest.raises(WrongProofError):
        await sign_in(world, sonia, code=sonia.codes[0])
    assert await sign_in(world, fresh) == sonia.id
    with pytest.raises(Exception, match="Sign in"):
        await world.gate.pass_session(session.token)
    assert "remplacés" in world.mailbox.of("anew@aide.exemple")[-1].get_content()


async def test_access_anew_is_over_once_the_mailbox_is_no_longer_theirs(world: World) -> None:
    sonia = await world.join("moved@aide.exemple")
    id_ = await world.credentials.invitations.give_access_anew("moved@aide.exemple", confirmed_by=None)
    letter = await world.credentials.links.letter(id_)
    assert letter is not None
    step = await world.credentials.links.open(letter.link.rpartition("/")[2], HERE)
    await world.gate.identities.set_email(sonia.id, "elsewhere@aide.exemple")
    other = await world.join("moved@aide.exemple")

    with pytest.raises(LinkOverError):
        await world.finish("moved@aide.exemple", step)
    assert await sign_in(world, other) == other.id


async def test_nobody_but_the_command_line_renews_an_officer(world: World) -> None:
    await world.credentials.invitations.invite(OFFICER, email="dpo@exemple.fr", invited_by=None)
    await world.post()
    step = await world.credentials.links.open(world.mailbox.secret_for("dpo@exemple.fr"), HERE)
    await world.finish("dpo@exemple.fr", step)

    with pytest.raises(NotFoundError):
        await world.credentials.invitations.give_access_anew("dpo@exemple.fr", confirmed_by=COORDINATOR)
    await world.credentials.invitations.give_access_anew("dpo@exemple.fr", confirmed_by=None)
    with pytest.raises(NotYoursToInviteError):
        await world.credentials.invitations.invite(OFFICER, email="x@exemple.fr", invited_by=COORDINATOR)


async def test_forgotten_password_needs_the_second_factor(world: World) -> None:
    sonia = await world.join("forgot@aide.exemple")
    await world.credentials.ask_new_password("forgot@aide.exemple", HERE)
    await world.post()
    step = await world.credentials.links.open(world.mailbox.secret_for("forgot@aide.exemple"), HERE)
    joining, forgetting = world.credentials.joining, world.credentials.forgetting

    with pytest.raises(AlreadyHereError):  # the link chooses no new authenticator
        await joining.choose_password(step, PASSWORD)
    with pytest.raises(WrongProofError):
        await forgetting.finish(step, "autre chose de long", "000000", HERE)
    assert (
        await forgetting.finish(step, "autre chose de long", sonia.codes[0], HERE)
    ).identity_id == sonia.id
    assert await sign_in(world, sonia, password="autre chose de long") == sonia.id


async def test_unknown_address_gets_no_letter_and_a_mailbox_only_a_few(world: World) -> None:
    await world.credentials.ask_new_password("nobody@aide.exemple", HERE)
    await world.join("flood@aide.exemple")
    world.mailbox.messages.clear()
    for n in range(8):
        await world.credentials.ask_new_password("flood@aide.exemple", Place(address=f"198.51.100.{n}"))
    await world.post()

    assert world.mailbox.of("nobody@aide.exemple") == []
    assert 1 <= len(world.mailbox.of("flood@aide.exemple")) <= 4


async def test_refused_mailbox_ends_the_job_and_the_list_says_it_was_not_sent(world: World) -> None:
    world.mailbox.answer = "550 no such mailbox"
    try:
        await world.credentials.invitations.invite(
            home_help(), email="gone@aide.exemple", invited_by=COORDINATOR
        )
        await world.post()
    finally:
        world.mailbox.answer = "250 OK"
    pending = await world.credentials.invitations.pending(COORDINATOR)
    assert [one.sent_at for one in pending if one.email == "gone@aide.exemple"] == [None]


async def test_list_is_of_the_structure_and_nobody_elses(world: World) -> None:
    await world.invite("mine@aide.exemple")
    other = _coordinator_of("Organization/ailleurs")

    assert any(
        one.email == "mine@aide.exemple" for one in await world.credentials.invitations.pending(COORDINATOR)
    )
    assert await world.credentials.invitations.pending(other) == []
    (mine,) = [
        one for one in await world.credentials.invitations.pending(None) if one.email == "mine@aide.exemple"
    ]
    with pytest.raises(NotFoundError):
        await world.credentials.invitations.cancel(mine.id, other)


def _coordinator_of(organization: str) -> Actor:
    return msgspec.structs.replace(COORDINATOR, organization=organization)
