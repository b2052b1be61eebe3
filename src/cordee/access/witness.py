"""The lines of the trace about somebody's access, written in the transaction of the change they tell."""

from cordee.access.acting import actor_of
from cordee.access.actor import Actor
from cordee.access.policy import policy_of
from cordee.store import Asker
from cordee.store.database import Database
from cordee.store.people import People
from cordee.store.sessions import SessionTable
from cordee.store.trace.noting import Noted, note

PURPOSE = "sign-in"
NOBODY = Asker(who="", role="", keys=(), reads=0, writes=0, reader=0, purpose=PURPOSE)
"""Who tries to come in and is nobody known: traced as such, at the cost of somebody known."""


async def witness(
    database: Database,
    identity_id: str,
    action: str,
    *,
    detail: str = "",
    outcome: str = "done",
    session_id: str = "",
) -> None:
    """Trace an act of an identity: in the role of that session, without one in the first they hold."""
    roles = await People(database).of_identity(identity_id)
    account_id = await SessionTable(database).role_of(session_id) if session_id else None
    role = next((one for one in roles if one.id == account_id), roles[0] if roles else None)
    asker = policy_of(actor_of(role), PURPOSE) if role else NOBODY
    await note(database, asker, action, outcome, Noted(detail=detail))


async def witness_actor(database: Database, actor: Actor | None, action: str, detail: str = "") -> None:
    """Trace an act of somebody signed in; the command line's is nobody's."""
    asker = policy_of(actor, PURPOSE) if actor else NOBODY
    await note(database, asker, action, "done", Noted(detail=detail))
