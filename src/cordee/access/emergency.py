"""Breaking the glass: a professional the territory allows opens a record outside their circles, for a few hours.

Two steps, each traced where the person finds it: asking whether a record exists, then opening it with a reason. What
opens is a dated membership, so that every read path follows it and its end. See ADR 0026.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cordee.access.actor import Actor
from cordee.access.habilitation import emergency_hours, opens_in_emergency
from cordee.access.letters import emergency_job
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.store import Asker, Repository
from cordee.store.emergencies import Emergencies, Emergency
from cordee.store.jobs import Job

TELL_TASK = "tell-emergency"


class EmergencyAccess:
    """What one actor may open in an emergency."""

    def __init__(self, repository: Repository, asker: Asker, actor: Actor) -> None:
        self._repository = repository
        self._asker = asker
        self._actor = actor
        self._table = Emergencies(repository.database)

    @property
    def is_allowed(self) -> bool:
        """Return whether the territory lets this actor open records in an emergency; a program never may."""
        return (
            self._actor.is_professional
            and self._actor.limits is None
            and opens_in_emergency(self._actor.reader_class)
        )

    async def keep_question(self, id_: str, patient_id: str | None) -> bool:
        """Keep and trace a question, and return whether a record may be opened by its id.

        One that was refused to this actor by the person answers as none. Raises ForbiddenError, TooManyAsksError.
        """
        self._must_be_allowed()
        if patient_id is not None and await self._table.is_refused(self._asker, patient_id, now()):
            await self._note_refusal(patient_id)
            patient_id = None
        patient_id = await self._table.keep_question(id_, self._asker.who, patient_id, now())
        if patient_id is None:
            await self._repository.note(self._asker, "existence", outcome="refused")
            return False
        await self._repository.note(
            self._asker, "existence", type_="Patient", id_=patient_id, patient_id=patient_id
        )
        return True

    async def is_open_to(self, question_id: str) -> bool:
        """Return whether a question of this actor may still open a record."""
        self._must_be_allowed()
        return await self._table.found(question_id, self._asker.who, now()) is not None

    async def open(self, question_id: str, reason: str, words: str) -> Emergency:
        """Open the record a question found, for the hours of the territory; the same question opens it once.

        The person, the referent and the privacy officer are told by a job of the same transaction. Raises
        ForbiddenError; NotFoundError for a question of somebody else, too old, or that found nothing.
        """
        self._must_be_allowed()
        moment = now()
        patient_id = await self._table.found(question_id, self._asker.who, moment)
        if patient_id is None:
            raise NotFoundError
        opened = Emergency(
            id=question_id,
            who=self._asker.who,
            role=self._asker.role,
            organization=self._asker.organization,
            patient_id=patient_id,
            reason=reason,
            words=words,
            opened_at=moment,
            ends_at=moment + timedelta(hours=emergency_hours()),
        )
        await self._table.open(self._asker, opened, Job(task=TELL_TASK, args={"emergency_id": question_id}))
        return opened

    async def standing(self, patient_id: str) -> Emergency | None:
        """Return this actor's opening of a record that is in force."""
        return await self._table.standing(self._asker.who, patient_id, now())

    async def close(self, patient_id: str) -> None:
        """End this actor's access at once."""
        await self._table.close(self._asker, patient_id, now())

    async def of_record(self, patient_id: str, since: datetime) -> list[Emergency]:
        """Return the openings of a record since an instant, to whoever takes part in its circle; else none."""
        if not await self._repository.sees(self._asker, patient_id):
            return []
        return await self._table.of_record(patient_id, since)

    def _must_be_allowed(self) -> None:
        if not self.is_allowed:
            raise ForbiddenError

    async def _note_refusal(self, patient_id: str) -> None:
        await self._repository.note(
            self._asker,
            "existence",
            outcome="refused",
            type_="Patient",
            id_=patient_id,
            patient_id=patient_id,
        )


class EmergencyDesk:
    """What the job that tells of an opening needs of it."""

    def __init__(self, repository: Repository) -> None:
        self._table = Emergencies(repository.database)

    async def of_id(self, id_: str) -> Emergency | None:
        """Return an opening, None when there is none of that id."""
        return await self._table.of_id(id_)

    async def send_letters(self, opened: Emergency, told: Sequence[str]) -> None:
        """Have a letter sent to each of these people and to every officer with a mailbox; once."""
        await self._table.tell(
            opened.id, told, now(), lambda identity_id: emergency_job(identity_id, opened.opened_at)
        )
