"""Sessions and roles, seen from two processes: what is closed in one opens nothing in the other, at once."""

import asyncio
from datetime import timedelta

import pytest

from cordee.access import Gate, Identity
from cordee.access.errors import NoRoleError
from cordee.kernel.errors import ForbiddenError, UnauthenticatedError
from tests.integration.access.conftest import HEARD_SECONDS_MAX, role


async def _enter(gate: Gate, identity: Identity) -> str:
    accounts = await gate.identities.accounts_of(identity.id)
    return (await gate.open_session(identity.id, "psc", "Firefox", accounts[0].id)).token


async def _is_refused(gate: Gate, token: str) -> bool:
    try:
        await gate.door_for_session(token)
    except UnauthenticatedError:
        return True
    return False


async def test_several_roles_open_nothing_until_one_is_chosen(here: Gate, zelie: Identity) -> None:
    session = await here.open_session(zelie.id, "psc", "Firefox")
    passage = await here.pass_session(session.token)
    assert (passage.door, passage.session.account_id, passage.session.method) == (None, None, "psc")
    accounts = await here.identities.accounts_of(zelie.id)
    chosen = await here.choose_role(session.token, accounts[1].id)
    assert (await here.door_for_session(chosen.token)).actor.organization == "Organization/clinique"
    assert await _is_refused(here, session.token)


async def test_one_role_is_acted_in_at_once(here: Gate) -> None:
    identity = await here.identities.create("Seul Rôle")
    account = await here.identities.open_account(identity.id, role("seul"))
    session = await here.open_session(identity.id, "password", "Firefox")
    assert (await here.door_for_session(session.token)).actor.id == account.id


async def test_switching_keeps_the_session_and_its_end_under_a_new_token(here: Gate, zelie: Identity) -> None:
    token = await _enter(here, zelie)
    before = (await here.pass_session(token)).session
    other = (await here.identities.accounts_of(zelie.id))[1]
    after = (await here.pass_session((await here.choose_role(token, other.id)).token)).session
    assert (after.id, after.expires_at, after.verified_at) == (
        before.id,
        before.expires_at,
        before.verified_at,
    )
    assert await _is_refused(here, token)


async def test_role_of_somebody_else_cannot_be_chosen(here: Gate, zelie: Identity) -> None:
    stranger = await here.identities.create("Autre Personne")
    theirs = await here.identities.open_account(stranger.id, role("ailleurs"))
    token = await _enter(here, zelie)
    with pytest.raises(NoRoleError):
        await here.choose_role(token, theirs.id)
    with pytest.raises(NoRoleError):
        await here.open_session(zelie.id, "psc", "Firefox", theirs.id)
    assert not await _is_refused(here, token)


async def test_proving_again_renews_the_token_and_the_instant(here: Gate, zelie: Identity) -> None:
    token = await _enter(here, zelie)
    before = (await here.pass_session(token)).session
    confirmed = (await here.pass_session((await here.confirm(token, "passkey")).token)).session
    assert confirmed.verified_at > before.verified_at
    assert (confirmed.id, confirmed.method, confirmed.account_id) == (before.id, "passkey", before.account_id)
    assert await _is_refused(here, token)


async def test_closing_here_is_effective_there_at_once(here: Gate, there: Gate, zelie: Identity) -> None:
    tokens = [await _enter(here, zelie) for _ in range(4)]
    assert not any([await _is_refused(there, token) for token in tokens])
    await here.sign_out(tokens[0])
    assert await _is_refused(there, tokens[0])
    second = (await there.pass_session(tokens[1])).session
    await here.sessions.close_one(zelie.id, second.id)
    assert await _is_refused(there, tokens[1])
    third = (await there.pass_session(tokens[2])).session
    assert await here.sessions.close_all(zelie.id, but=third.id) == 1
    assert [await _is_refused(there, token) for token in tokens[2:]] == [False, True]


async def test_session_of_somebody_else_is_left_alone(here: Gate, zelie: Identity) -> None:
    stranger = await here.identities.create("Autre Personne")
    token = await _enter(here, zelie)
    await here.sessions.close_one(stranger.id, (await here.pass_session(token)).session.id)
    assert not await _is_refused(here, token)


async def test_closed_account_sends_back_to_the_choice_there_at_once(
    here: Gate, there: Gate, zelie: Identity
) -> None:
    token = await _enter(here, zelie)
    acted = (await there.door_for_session(token)).actor
    bearer = await here.create_token(acted.login, "test", 1)
    await there.door_for_token(bearer)
    await here.identities.close_accounts(zelie.id, [acted.id])
    assert (await there.pass_session(token)).door is None
    async with asyncio.timeout(HEARD_SECONDS_MAX):
        while True:
            try:
                await there.door_for_token(bearer)
            except UnauthenticatedError:
                break
            await asyncio.sleep(0.001)
    assert len(await here.identities.accounts_of(zelie.id)) == 1


async def test_disabled_identity_is_out_everywhere_and_stays_out(
    here: Gate, there: Gate, zelie: Identity
) -> None:
    token = await _enter(here, zelie)
    await here.identities.disable(zelie.id)
    assert await _is_refused(there, token)
    with pytest.raises(ForbiddenError):
        await there.open_session(zelie.id, "psc", "Firefox")
    await here.identities.enable(zelie.id)
    assert not await _is_refused(there, await _enter(here, zelie))


async def test_two_first_sign_ins_at_once_make_one_identity(here: Gate, there: Gate) -> None:
    found = await asyncio.gather(
        *(
            gate.identities.find_or_create("https://psc", "800000000001", "Zélie")
            for gate in (here, there) * 4
        )
    )
    assert len({one.id for one in found}) == 1
    other = await here.identities.create("Autre")
    assert not await there.identities.link("https://psc", "800000000001", other.id)


async def test_email_belongs_to_one_identity(here: Gate) -> None:
    first = await here.identities.create("Une", " Une@Exemple.fr ")
    assert (await here.identities.find_by_email("une@exemple.FR")) == first
    assert (await here.identities.create("Deux", "une@exemple.fr")).id == first.id
    other = await here.identities.create("Trois")
    assert not await here.identities.set_email(other.id, "UNE@exemple.fr")
    assert await here.identities.set_email(other.id, "trois@exemple.fr")


async def test_dead_sessions_are_forgotten_and_living_ones_kept(here: Gate, zelie: Identity) -> None:
    dead, idle, living = [await _enter(here, zelie) for _ in range(3)]
    ids = [(await here.pass_session(token)).session.id for token in (dead, idle, living)]
    async with here.system_door("test")._repository.database.connection() as connection:
        await connection.execute("UPDATE session SET expires_at = now() WHERE id = %s", (ids[0],))
        await connection.execute(
            "UPDATE session SET seen_at = seen_at - %s WHERE id = %s", (timedelta(minutes=61), ids[1])
        )
    assert await here.sessions.forget_dead() == 2
    assert [await _is_refused(here, token) for token in (dead, idle, living)] == [True, True, False]
