"""What the privacy officer is asked to look at, and their decisions.

Anything may raise one, the search for unusual patterns or an act that always asks for it: `raise_review(kind, …)`.
A review names people and lines of the trace, never what a record holds. Only an officer reads and decides.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cordee.access.actor import Actor
from cordee.access.policy import policy_of
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Repository
from cordee.store.jobs import Job
from cordee.store.trace.reviewing import DecisionRow, Raised, ReviewRow, ReviewTable

KINDS = {
    "burst": "Beaucoup de dossiers ouverts en peu de temps",
    "same-name": "Dossier d’une personne du même nom",
    "colleague": "Dossier d’un ou d’une collègue",
    "refusals": "Nombreuses tentatives refusées",
    "break-glass": "Accès d’urgence",
    "trace-altered": "La trace des accès a été altérée",
}
"""Every kind of review, in French. Another kind is a line here."""

STATES = {
    "open": "À examiner",
    "justified": "Justifié",
    "follow-up": "À suivre",
    "breach": "Violation de données",
}
COMMENT_MAX = 2_000  # characters


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whose conduct a review is about, as the trace knows them."""

    who: str
    role: str = ""
    organization: str = ""


class Reviews:
    """Raises reviews, lists them and takes decisions about them."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._table = ReviewTable(repository.database)

    async def raise_review(
        self,
        kind: str,
        subject: Subject,
        *,
        patient_id: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        count: int = 1,
        evidence: tuple[str, ...] = (),
        note: str = "",
        same_as: str = "",
        jobs: Sequence[Job] = (),
    ) -> str | None:
        """Ask for a look and return the review's id; None when the same was asked for before.

        `same_as` says what makes two the same, beside kind, person and record: an act's id when each act is to be
        looked at, a day or an hour for what goes on; empty when once is enough. `evidence` names lines of the trace.
        `jobs` are deferred with it, and with nothing that was asked for before.
        """
        assert kind in KINDS
        until = until or now()
        return await self._table.add(
            Raised(
                kind=kind,
                who=subject.who,
                role=subject.role,
                organization=subject.organization,
                patient_id=patient_id,
                since=since or until,
                until=until,
                count=count,
                evidence=evidence,
                note=note,
                fingerprint="|".join((kind, subject.who, patient_id, same_as)),
            ),
            jobs,
        )

    async def page(
        self, officer: Actor, states: tuple[str, ...] = (), count: int = 50, before: datetime | None = None
    ) -> list[ReviewRow]:
        """Return the newest reviews; ForbiddenError but for an officer."""
        _must_be_officer(officer)
        return await self._table.page(states, count, before)

    async def one(self, officer: Actor, id_: str) -> tuple[ReviewRow, list[DecisionRow]]:
        """Return a review and what was decided about it, newest first; ForbiddenError but for an officer."""
        _must_be_officer(officer)
        found = await self._table.one(id_)
        if found is None:
            raise NotFoundError
        return found, await self._table.decisions(id_)

    async def decide(self, officer: Actor, id_: str, state: str, comment: str) -> None:
        """Take a decision, beside those before it, and trace it; ForbiddenError but for an officer."""
        await self.one(officer, id_)
        assert state in STATES
        await self._table.decide(
            id_,
            DecisionRow(state=state, comment=comment[:COMMENT_MAX], who=officer.id, decided_at=now()),
        )
        await self._repository.note(policy_of(officer, "privacy"), "review-decided", id_=id_, detail=state)

    async def open_count(self, officer: Actor) -> int:
        """Return how many wait for a decision; ForbiddenError but for an officer."""
        _must_be_officer(officer)
        return await self._table.open_count()


def _must_be_officer(actor: Actor) -> None:
    if not actor.is_officer:
        raise ForbiddenError
