"""A unit of work: writes are staged, then stored together in one transaction, or not at all."""

from typing import TYPE_CHECKING, Any

from cordee.fhir import type_name
from cordee.kernel.errors import ForbiddenError
from cordee.kernel.ids import new_id
from cordee.store import categories as cat
from cordee.store.asker import Asker
from cordee.store.columns import patient_of
from cordee.store.jobs import Job
from cordee.store.names.named import NamesKnown
from cordee.store.staged import Act, Past, Staged, Written

if TYPE_CHECKING:
    from types import TracebackType

    from cordee.store.writer import Writer


class Unit:
    """Stages creations, updates, deletions and jobs; leaving the `async with` block stores them all.

    An exception inside the block, or a refusal at the flush, leaves nothing stored. `results` then tells, in the
    order of staging, what became of each resource.
    """

    def __init__(self, writer: "Writer | None", asker: Asker, *, before: "Unit | None" = None) -> None:
        self._writer = writer
        self._before = before
        self.asker = asker
        self.staged: list[Staged] = []
        self.jobs: list[Job] = []
        self.names: NamesKnown = {}
        self.results: list[Written] = []

    def create(self, resource: Any, *, is_decoded: bool = False, is_chosen: bool = False) -> str:
        """Stage a new resource and return its id: its own when it has one, else a new one.

        `is_chosen` says that somebody else chose its id: raises ReservedIdError at the flush for one of `part_id`
        that the asker does not see standing.
        `is_decoded` spares the check of its structure: it comes from `decode`, and nothing but its id was set since.
        When a resource of that type and id exists at the flush, raises AlreadyExistsError and stores nothing.
        """
        if resource.id is None:
            resource.id = new_id()
        id_ = self._stage(Act.CREATE, resource, None, is_decoded)
        self.staged[-1].is_chosen = is_chosen
        return id_

    def update(self, resource: Any, *, expected_version: int | None = None, is_decoded: bool = False) -> str:
        """Stage a new version of an existing resource; `expected_version` refuses to overwrite somebody's change."""
        return self._stage(Act.UPDATE, resource, expected_version, is_decoded)

    def put(
        self,
        resource: Any,
        *,
        expected_version: int | None = None,
        past: Past | None = None,
        is_decoded: bool = False,
        is_chosen: bool = False,
    ) -> str:
        """Stage a resource by its id, whether it exists or not; equal content makes no new version.

        `is_chosen` as for `create`.
        `past` tells who wrote it and when, where that was not here and now; only the platform may say so.
        """
        if past is not None and not self.asker.is_system:
            raise ForbiddenError
        id_ = self._stage(Act.PUT, resource, expected_version, is_decoded)
        self.staged[-1].past, self.staged[-1].is_chosen = past, is_chosen
        return id_

    def delete(
        self, type_: str, id_: str, *, expected_version: int | None = None, may_be_absent: bool = False
    ) -> None:
        """Stage a deletion; the history stays. When it `may_be_absent`, nothing to be seen there is no refusal."""
        self.staged.append(
            Staged(
                act=Act.DELETE,
                type=type_,
                id=id_,
                expected_version=expected_version,
                may_be_absent=may_be_absent,
            )
        )

    def defer(self, job: Job | str, **args: Any) -> None:
        """Stage a job, whole or by its task, enqueued in the same transaction: it runs if the writes are stored."""
        self.jobs.append(job if isinstance(job, Job) else Job(task=job, args=args))

    def _stage(self, act: Act, resource: Any, expected_version: int | None, is_decoded: bool) -> str:
        name = type_name(resource)
        assert resource.id is not None
        self.staged.append(
            Staged(
                act=act,
                type=name,
                id=resource.id,
                resource=resource,
                expected_version=expected_version,
                is_decoded=is_decoded,
            )
        )
        return resource.id  # type: ignore[no-any-return]

    def opens(self, one: Staged, patient_id: str | None) -> bool:
        """Return whether the unit itself lets a resource be written, beyond the asker's circles.

        Someone who may open records writes for a person created in the same unit; and, for a person whose circle is
        created in the same unit, everything but circles: the circle itself is checked like any other write, and its
        refusal stops the unit.
        """
        if patient_id is None or not self.asker.may_open_records:
            return False
        if patient_id in self._created_patients():
            return True
        return one.type != "CareTeam" and patient_id in self._created_circles()

    def _created_patients(self) -> set[str]:
        return {one.id for one in self._all_staged() if one.type == "Patient" and one.act is Act.CREATE}

    def _created_circles(self) -> set[str | None]:
        teams = (one for one in self._all_staged() if one.type == "CareTeam" and one.act is Act.CREATE)
        return {patient_of(one.resource, "CareTeam") for one in teams}

    def _all_staged(self) -> list[Staged]:
        """Return what this unit and those before it in the same transaction have staged."""
        return [*self._before._all_staged(), *self.staged] if self._before is not None else self.staged

    def refuse_narrowed(self, type_: str, patient_id: str | None) -> None:
        """Raise ForbiddenError for a type, or a record, that the asker's token is not for.

        A token of one patient writes in that record, and Subscriptions of its own; nothing else of no record.
        """
        types, only = self.asker.write_types, self.asker.only_patient
        is_elsewhere = (
            bool(only) and patient_id != only and (patient_id is not None or type_ != "Subscription")
        )
        if is_elsewhere or (types is not None and type_ not in types):
            raise ForbiddenError

    def refuse_forbidden_categories(self, category: int, patient_id: str | None) -> None:
        """Raise ForbiddenError when this asker never writes that part of a record, or writes outside records."""
        if self.asker.is_system:
            return
        if patient_id is None or not self.asker.writes & category & cat.ALL:
            raise ForbiddenError

    def refuse_unsigned_letter(self, letter: Any) -> None:
        """Raise ForbiddenError for a new message of no record that is not a professional's own, signed as sender."""
        asker = self.asker
        if asker.is_system:
            return
        sender = letter.sender.reference if letter is not None and letter.sender is not None else None
        if not asker.may_open_records or not asker.writes & cat.MESSAGES or sender != asker.who:
            raise ForbiddenError

    async def __aenter__(self) -> "Unit":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        if kind is None and (self.staged or self.jobs):
            assert self._writer is not None, "a unit of a longer transaction is flushed by it"
            self.results = await self._writer.flush(self)
