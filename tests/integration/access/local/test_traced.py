"""What the trace tells of somebody's access: in their role, with the change, and attempts that failed."""

import pytest

from cordee.access.refusals import WrongProofError
from tests.integration.access.local.conftest import COORDINATOR, HERE, World, home_help


async def lines(world: World) -> list[tuple[str, str, str, str]]:
    """Return who did what, with which outcome and detail, oldest first."""
    async with world.gate._repository.database.connection() as connection:
        rows = await (
            await connection.execute("SELECT who, action, outcome, detail FROM trace ORDER BY key")
        ).fetchall()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def test_access_is_traced_from_the_invitation_to_each_change(world: World) -> None:
    draft = home_help()
    sonia = await world.join("traced@aide.exemple", draft)
    session = await world.gate.open_session(sonia.id, "password", "test")
    info = (await world.gate.pass_session(session.token)).session
    await world.credentials.security.renew_codes(sonia.id, info.id)
    for email in (sonia.email, "nobody-traced@aide.exemple"):
        with pytest.raises(WrongProofError):
            await world.credentials.sign_in.check_password(email, "not the password", HERE)

    assert await lines(world) == [
        (COORDINATOR.who, "invite", "done", ""),
        (draft.who, "invitation-accepted", "done", ""),
        (draft.who, "sign-in", "done", "password"),
        (draft.who, "means-added", "done", "codes de secours"),
        (draft.who, "sign-in", "refused", "mot de passe"),
        ("", "sign-in", "refused", "mot de passe"),
    ]
