"""Who acts, by the id that was kept of them: an account, or a grant that lets an application act for one.

What is done later in somebody's name (an export, a subscription's delivery) is done with the rights they have then. A
grant that was taken back is nobody: what was asked with its token ends with it.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from cordee.access.actor import Actor
from cordee.access.limits import Limits
from cordee.access.scopes import read_scopes
from cordee.kernel.clock import now
from cordee.store import Database
from cordee.store.applications.bearers import BearerRow, Bearers
from cordee.store.people import AccountRow, People

GRANT = "grant:"


class Acting:
    """Finds actors by their tokens and by their ids."""

    def __init__(self, database: Database) -> None:
        self._people = People(database)
        self._bearers = Bearers(database)

    async def of_token(self, digest: bytes) -> tuple[Actor, datetime] | None:
        """Return who a bearer token acts as now and until when, or None."""
        found = await self._bearers.find(digest, now())
        actor = await self._actor(found) if found is not None else None
        return (actor, found.expires_at) if found is not None and actor is not None else None

    async def by_ids(self, ids: Iterable[str]) -> list[Actor]:
        """Return those of the ids that are somebody now."""
        wanted = [id_ for id_ in dict.fromkeys(ids) if id_]
        accounts = [id_ for id_ in wanted if not id_.startswith(GRANT)]
        actors = [actor_of(row) for row in await self._people.by_ids(accounts)] if accounts else []
        for id_ in wanted:
            if not id_.startswith(GRANT):
                continue
            found = await self._bearers.of_grant(id_.removeprefix(GRANT), now())
            actor = await self._actor(found) if found is not None else None
            actors += [actor] if actor is not None else []
        return actors

    async def _actor(self, found: BearerRow) -> Actor | None:
        rows = await self._people.by_ids([found.account_id])
        if not rows:
            return None
        actor = actor_of(rows[0])
        if found.grant is None:
            return actor
        limits = Limits(
            application_id=found.grant.application_id,
            scopes=read_scopes(found.grant.scopes),
            patient_id=found.grant.patient_id,
            reads=found.reads,
            writes=found.writes,
        )
        return msgspec.structs.replace(actor, id=GRANT + found.grant.id, limits=limits)


def actor_of(account: AccountRow) -> Actor:
    """Return the actor an account signs in as."""
    fields = msgspec.structs.asdict(account)
    del fields["is_demo"], fields["identity_id"]
    return Actor(**(fields | {"keys": tuple(account.keys)}))
