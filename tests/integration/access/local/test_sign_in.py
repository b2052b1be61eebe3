"""Password and code, passkeys, recovery codes: what passes, what does not, and that it passes once."""

import asyncio
import json

import pytest
from argon2 import PasswordHasher

from cordee.access import Place
from cordee.access.local.hashing import Hashing
from cordee.access.refusals import (
    CeremonyOverError,
    LastProofError,
    PasswordRefusedError,
    ThrottledError,
    WrongProofError,
)
from cordee.kernel.clock import now
from cordee.store import Database
from cordee.store.credentials import PasswordRow, Passwords
from tests.integration.access.local.authenticator import Authenticator
from tests.integration.access.local.conftest import HERE, PARTY, PASSWORD, Member, World


async def sign_in(
    world: World, who: Member, *, password: str = PASSWORD, code: str = "", place: Place = HERE
) -> str:
    """Sign somebody in by password and code; return their identity."""
    local = world.credentials.sign_in
    step = await local.check_password(who.email, password, place)
    return await local.check_code(step, code or who.code(1), place)


async def test_unknown_person_wrong_password_and_no_password_answer_alike(world: World) -> None:
    known = await world.join("known@aide.exemple")
    by_key, _ = await world.join_by_passkey("key@aide.exemple")
    await world.gate.identities.disable((await world.join("off@aide.exemple")).id)
    assert by_key

    said = set()
    for email, password in (
        ("nobody@aide.exemple", PASSWORD),
        (known.email, "another long password"),
        ("key@aide.exemple", PASSWORD),
        ("off@aide.exemple", PASSWORD),
        (known.email, "x" * 5_000),
        ("", ""),
    ):
        with pytest.raises(WrongProofError) as refusal:
            await world.credentials.sign_in.check_password(email, password, HERE)
        said.add(refusal.value.message_fr)
    assert len(said) == 1


async def test_unknown_person_costs_as_much_as_a_known_one() -> None:
    hashing, loop = Hashing(), asyncio.get_running_loop()
    hash_ = await hashing.hash(PASSWORD)
    await hashing.matches(None, PASSWORD)
    took = {"known": [0.0], "unknown": [0.0]}
    for _ in range(5):
        for kind, kept in (("known", hash_), ("unknown", None)):
            started = loop.time()
            assert not await hashing.matches(kept, "another long password")
            took[kind].append(loop.time() - started)
    hashing.close()
    known, unknown = sorted(took["known"])[3], sorted(took["unknown"])[3]
    assert 0.5 < known / unknown < 2


async def test_code_passes_once_and_one_code_given_twice_at_once_lets_one_in(world: World) -> None:
    sonia = await world.join("replay@aide.exemple")
    local = world.credentials.sign_in
    steps = [await local.check_password(sonia.email, PASSWORD, HERE) for _ in range(2)]
    code = sonia.code(1)

    found = await asyncio.gather(
        *(local.check_code(step, code, HERE) for step in steps), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in found) == ["WrongProofError", "str"], found
    with pytest.raises(WrongProofError):  # nor an older one, unused though it was
        await sign_in(world, sonia, code=sonia.code(0))


async def test_step_between_password_and_code_serves_once_and_is_nobody_elses(world: World) -> None:
    sonia = await world.join("step@aide.exemple")
    step = await world.credentials.sign_in.check_password(sonia.email, PASSWORD, HERE)
    await world.credentials.sign_in.check_code(step, sonia.code(1), HERE)

    for over in (step, "", "x" * 43):
        with pytest.raises(CeremonyOverError):
            await world.credentials.sign_in.check_code(over, sonia.codes[0], HERE)


async def test_recovery_code_passes_once_and_only_its_owner(world: World) -> None:
    sonia, other = await world.join("paper@aide.exemple"), await world.join("other-paper@aide.exemple")

    assert await sign_in(world, sonia, code=sonia.codes[3].lower().replace("-", " ")) == sonia.id
    for code in (sonia.codes[3], other.codes[0]):
        with pytest.raises(WrongProofError):
            await sign_in(world, sonia, code=code)
    assert (await world.credentials.sign_in.means_of(sonia.id)).codes_left == 9


async def test_password_of_older_parameters_is_hashed_anew_at_sign_in(
    world: World, module_database_url: str
) -> None:
    sonia = await world.join("old@aide.exemple")
    database = Database(module_database_url, pool_size=1)
    await database.open()
    passwords = Passwords(database)
    await passwords.save(PasswordRow(sonia.id, PasswordHasher(1, 8192, 1).hash(PASSWORD), now()))

    assert await sign_in(world, sonia) == sonia.id

    row = await passwords.of(sonia.id)
    await database.close()
    assert row is not None
    assert "m=32768,t=2,p=1" in row.hash
    assert row.hash.startswith("$argon2id$")


async def test_passkey_signs_in_and_its_challenge_serves_once(world: World) -> None:
    who, device = await world.join_by_passkey("passkey@aide.exemple")
    local = world.credentials.sign_in
    options, step = local.offer_passkey(PARTY)
    assert json.loads(options)["userVerification"] == "required"
    answer = device.answer(options)  # a key without a counter: the challenge alone stops a second time

    assert await local.check_passkey(PARTY, step, answer) == who
    with pytest.raises(CeremonyOverError):
        await local.check_passkey(PARTY, step, answer)


@pytest.mark.parametrize(
    "fault", ["origin", "challenge", "verification", "copied", "stranger", "garbage", "handle"]
)
async def test_passkey_that_is_not_right_is_refused(world: World, fault: str) -> None:
    _, device = await world.join_by_passkey(f"{fault}@aide.exemple")
    local = world.credentials.sign_in
    options, step = local.offer_passkey(PARTY)
    device.count = 0 if fault == "copied" else 5
    if fault == "copied":  # a counter that went on elsewhere, then comes back lower
        device.count = 9
        assert await local.check_passkey(PARTY, step, device.answer(options))
        options, step = local.offer_passkey(PARTY)
        device.count = 9
    if fault == "verification":
        device._flags = 0x01
    if fault == "stranger":
        device = Authenticator()
    if fault == "handle":
        device.handle = b"somebody else"
    other, _ = local.offer_passkey(PARTY)
    answer = device.answer(
        other if fault == "challenge" else options,
        "https://evil.example" if fault == "origin" else PARTY.origin,
    )
    with pytest.raises(WrongProofError):
        await local.check_passkey(PARTY, step, "{" if fault == "garbage" else answer)


async def test_registration_is_refused_without_verification_or_for_another(world: World) -> None:
    sonia, other = await world.join("reg@aide.exemple"), await world.join("reg2@aide.exemple")
    security = world.credentials.security
    found = await world.gate.identities.find(sonia.id)
    assert found is not None
    for device, owner in ((Authenticator(verifies=False), sonia), (Authenticator(), other)):
        options, step = await security.offer_passkey(PARTY, found)
        with pytest.raises(WrongProofError):
            await security.add_passkey(PARTY, owner.id, step, device.register(options), "Clé", "")
    options, step = await security.offer_passkey(PARTY, found)
    await security.add_passkey(PARTY, sonia.id, step, Authenticator().register(options), "  ", "")
    assert [one.name for one in await security.passkeys_of(sonia.id)] == ["Clé d’accès"]


async def test_attacker_elsewhere_or_in_the_same_place_does_not_stop_a_colleague(world: World) -> None:
    sonia = await world.join("target@aide.exemple")
    who, key = await world.join_by_passkey("target-key@aide.exemple")
    attacker = Place(address="203.0.113.66")
    known = Place(address=attacker.address, device=await world.credentials.places.remember(sonia.id, HERE))
    for _ in range(6):
        with pytest.raises(WrongProofError):
            await world.credentials.sign_in.check_password(sonia.email, "wrong password here", attacker)
    with pytest.raises(ThrottledError) as closed:
        await world.credentials.sign_in.check_password(sonia.email, "wrong password here", attacker)
    with pytest.raises(ThrottledError):  # right or wrong, it is not tried
        await world.credentials.sign_in.check_password(sonia.email, PASSWORD, attacker)
    assert 1 <= closed.value.seconds <= 2

    assert await sign_in(world, sonia, place=Place(address="192.0.2.55")) == sonia.id
    assert await sign_in(world, sonia, place=known, code=sonia.codes[0]) == sonia.id
    options, step = world.credentials.sign_in.offer_passkey(PARTY)
    key.count += 1
    assert await world.credentials.sign_in.check_passkey(PARTY, step, key.answer(options)) == who


async def test_attempts_sent_at_once_gain_nothing(world: World) -> None:
    place = Place(address="203.0.113.99")
    found = await asyncio.gather(
        *(
            world.credentials.sign_in.check_password("burst@aide.exemple", "wrong password", place)
            for _ in range(20)
        ),
        return_exceptions=True,
    )
    assert (
        sum(isinstance(one, WrongProofError) for one in found) == 5 + 1
    )  # five free, and the one that closes
    assert sum(isinstance(one, ThrottledError) for one in found) == 14


async def test_unknown_login_is_slowed_down_like_a_known_one(world: World) -> None:
    known = await world.join("slow@aide.exemple")
    said = []
    for number, email in enumerate((known.email, "nobody-slow@aide.exemple")):
        place, outcome = Place(address=f"203.0.113.{number}"), []
        for _ in range(8):
            with pytest.raises((WrongProofError, ThrottledError)) as refusal:
                await world.credentials.sign_in.check_password(email, "wrong password here", place)
            outcome.append(type(refusal.value))
        said.append(outcome)
    assert said[0] == said[1]


async def test_codes_are_slowed_down_from_wherever_they_are_tried(world: World) -> None:
    sonia = await world.join("code@aide.exemple")
    step = await world.credentials.sign_in.check_password(sonia.email, PASSWORD, HERE)
    with pytest.raises(ThrottledError):
        for number in range(30):
            with pytest.raises(WrongProofError):
                await world.credentials.sign_in.check_code(
                    step, "000000", Place(address=f"198.51.100.{number}")
                )
    device = await world.credentials.places.remember(sonia.id, HERE)
    home = Place(address="192.0.2.77", device=device)
    assert await world.credentials.sign_in.check_code(step, sonia.code(1), home) == sonia.id


async def test_changed_password_closes_other_sessions_tells_its_owner_and_keeps_this_one(
    world: World,
) -> None:
    sonia = await world.join("change@aide.exemple")
    here, there = [await world.gate.open_session(sonia.id, "password", name) for name in ("here", "there")]
    session = (await world.gate.pass_session(here.token)).session
    identity = await world.gate.identities.find(sonia.id)
    assert identity is not None

    with pytest.raises(PasswordRefusedError):
        await world.credentials.security.change_password(identity, "motdepasse12345", session.id)
    await world.credentials.security.change_password(identity, "un autre bien plus long", session.id)
    await world.post()

    await world.gate.pass_session(here.token)
    with pytest.raises(Exception, match="Sign in"):
        await world.gate.pass_session(there.token)
    with pytest.raises(WrongProofError):
        await sign_in(world, sonia)
    assert await sign_in(world, sonia, password="un autre bien plus long") == sonia.id
    warning = world.mailbox.of("change@aide.exemple")[-1].get_content()
    assert warning.startswith("Bonjour Sonia,")
    assert "votre mot de passe a été changé" in warning


async def test_last_safe_way_in_is_never_removed(world: World) -> None:
    sonia, security = await world.join("last@aide.exemple"), world.credentials.security
    by_key, device = await world.join_by_passkey("last-key@aide.exemple")

    with pytest.raises(LastProofError):
        await security.remove_authenticator(sonia.id, "")
    with pytest.raises(LastProofError):
        await security.remove_passkey(by_key, device.id, "")
    assert (await security.means_of(sonia.id)).authenticator_at is not None
    assert (await security.means_of(by_key)).passkeys == 1


async def test_replaced_authenticator_gives_new_codes_and_the_old_ones_stop(world: World) -> None:
    sonia, security = await world.join("replace@aide.exemple"), world.credentials.security
    plain, step = await security.begin_authenticator(sonia.id)
    fresh = Member(sonia.id, sonia.email, plain, [])
    with pytest.raises(WrongProofError):
        await security.add_authenticator(sonia.id, step, sonia.code(), "")
    codes = await security.add_authenticator(sonia.id, step, fresh.code(), "")

    for code in (sonia.code(1), sonia.codes[0]):
        with pytest.raises(WrongProofError):
            await sign_in(world, sonia, code=code)
    assert await sign_in(world, fresh) == sonia.id
    assert await sign_in(world, sonia, code=codes[0]) == sonia.id


async def test_proving_again_asks_both_factors(world: World) -> None:
    sonia, local = await world.join("again2@aide.exemple"), world.credentials.sign_in
    with pytest.raises(WrongProofError):
        await local.prove_again(sonia.id, "not the password", sonia.code(1), HERE)
    with pytest.raises(WrongProofError):
        await local.prove_again(sonia.id, PASSWORD, "000000", HERE)
    await local.prove_again(sonia.id, PASSWORD, sonia.code(1), HERE)


async def test_asking_for_challenges_stores_nothing_and_invented_ones_are_over(world: World) -> None:
    _, device = await world.join_by_passkey("flood-key@aide.exemple")
    local = world.credentials.sign_in
    found = [local.offer_passkey(PARTY) for _ in range(20)]
    async with world.gate._repository.database.connection() as connection:
        rows = await connection.execute("SELECT count(*) FROM ceremony WHERE purpose = 'passkey'")
        before = await rows.fetchone()
    assert len({secret for _, secret in found}) == 20
    device.count = 1
    for secret in ("", "x", "é", found[0][1][:-8] + "AAAAAAAA", found[0][1] * 4):
        with pytest.raises(CeremonyOverError):
            await local.check_passkey(PARTY, secret, device.answer(found[0][0]))
    assert await local.check_passkey(PARTY, found[0][1], device.answer(found[0][0]))
    async with world.gate._repository.database.connection() as connection:
        rows = await connection.execute("SELECT count(*) FROM ceremony WHERE purpose = 'passkey'")
        after = await rows.fetchone()
    assert before is not None
    assert after is not None
    assert after[0] == before[0] + 1
