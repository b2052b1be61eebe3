"""The one door: an actor, a purpose, and every way to the record they have."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from cordee.access.actor import Actor
from cordee.access.emergency import EmergencyAccess
from cordee.access.habilitation import reader_class_of
from cordee.access.letter_desk import LetterDesk
from cordee.access.policy import policy_of
from cordee.access.steering_desk import SteeringDesk
from cordee.access.trace.desk import TraceDesk
from cordee.fhir.search import Query
from cordee.fhir.subscription import query_of
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError
from cordee.store import MISSED, Asker, Change, Page, Repository, Span, Stored, Transaction, Unit
from cordee.store.agenda import AgendaRow, Taken
from cordee.store.contents import Content
from cordee.store.directory import DirectoryLines, FoundPage, Wanted
from cordee.store.everything import Extent
from cordee.store.exports.export import Export, ExportAsked
from cordee.store.exports.exports import Exports
from cordee.store.exports.reading import ExportedRow
from cordee.store.join_asks import JoinAsks
from cordee.store.labels import Label
from cordee.store.moved_records import NEW_MAX, Changes
from cordee.store.orientations import ReceivedPage
from cordee.store.people import People
from cordee.store.saved_filters import SavedFilters
from cordee.store.stored import RecordPage
from cordee.store.subscriptions.dead import Standing
from cordee.store.task_lists import TaskList, TaskPage

T = TypeVar("T")

STAFF_MAX = 200  # accounts of one structure looked at


class Door:
    """What services, pages and API clients hold instead of the repository.

    Each method answers as `store.Repository` does for this actor: what they may not see does not exist. `actor` is
    None for the platform itself (imports, jobs, set-up).
    """

    def __init__(self, repository: Repository, asker: Asker, actor: Actor | None) -> None:
        self._repository = repository
        self._asker = asker
        self._actor = actor

    @property
    def actor(self) -> Actor:
        """Return who acts; the platform's own door has nobody and must not be asked."""
        assert self._actor is not None
        return self._actor

    @property
    def traces(self) -> TraceDesk:
        """Return what reads the trace, as far as this actor may."""
        return TraceDesk(self._repository, self._asker, self._actor)

    @property
    def steering(self) -> SteeringDesk:
        """Return what counts and lists this actor's records and what people hold."""
        return SteeringDesk(self._repository.steering, self._asker)

    @property
    def filters(self) -> SavedFilters:
        """Return the filters this actor's account keeps by name."""
        return SavedFilters(self._repository.database, self.actor.id)

    def seen_by(self, actor: Actor) -> "Door":
        """Return the door of somebody else, to learn what they may see; only the platform's own door may."""
        self._must_be_platform()
        return Door(self._repository, policy_of(actor, self._asker.purpose), actor)

    async def coordination_staff(self, organization: str) -> list[str]:
        """Return who of a structure coordinates, by the reference they sign with; only the platform's own door may."""
        self._must_be_platform()
        rows = await People(self._repository.database).at_organization(organization, STAFF_MAX)
        return [row.who for row in rows if reader_class_of(row.kind, row.role) == "coordination"]

    def require(self, letters: str, type_: str) -> None:
        """Return when this caller's token gives each letter of `cruds` for a type; a person's own door always does.

        Raises: InsufficientScopeError.
        """
        if self._actor is not None and self._actor.limits is not None:
            self._actor.limits.require(letters, type_)

    def only_to(self, letters: str, type_: str) -> "Door":
        """Return the door for one interaction: of an application's token, what is given for all of its letters.

        Raises: InsufficientScopeError.
        """
        limits = self._actor.limits if self._actor is not None else None
        if limits is None:
            return self
        return Door(self._repository, limits.narrow_to(self._asker, letters, type_), self._actor)

    @property
    def letters(self) -> LetterDesk:
        """Return what is written to this actor, and how far they have read it."""
        return LetterDesk(self._repository, self._asker)

    @property
    def emergency(self) -> EmergencyAccess:
        """Return what this actor may open outside their circles, in an emergency."""
        return EmergencyAccess(self._repository, self._asker, self.actor)

    async def read(self, type_: str, id_: str) -> Stored:
        """Return the current version of a resource."""
        return await self._repository.read(self._asker, type_, id_)

    async def content(self, binary_id: str) -> Content:
        """Return the bytes of a Binary, checked against the hash they were kept with."""
        return await self._repository.content(self._asker, binary_id)

    async def vread(self, type_: str, id_: str, version: int) -> Stored:
        """Return one version of a resource."""
        return await self._repository.vread(self._asker, type_, id_, version)

    async def history(
        self, type_: str, id_: str, count: int = 50, cursor: str | None = None, *, span: Span | None = None
    ) -> Page:
        """Return the versions of a resource, newest first."""
        return await self._repository.history(self._asker, type_, id_, count, cursor, span=span)

    async def history_of(self, types: Sequence[str], span: Span) -> Page:
        """Return the versions of every resource of these types, newest first."""
        return await self._repository.history_of(self._asker, types, span)

    async def search(self, query: Query) -> Page:
        """Return one page of a search."""
        return await self._repository.search(self._asker, query)

    async def directory(self, wanted: Wanted) -> FoundPage:
        """Return one page of the directory; see `store.directory`."""
        return await self._repository.directory(self._asker, wanted)

    @property
    def directory_lines(self) -> DirectoryLines:
        """Return what national extracts brought before; only the platform's own door may ask."""
        if not self._asker.is_system:
            raise ForbiddenError
        return DirectoryLines(self._repository.database)

    async def received(self, states: Sequence[str], cursor: str | None = None) -> ReceivedPage:
        """Return one page of the orientations sent to this actor's structure; see `store.orientations`."""
        return await self._repository.received.page(self._asker, states, cursor)

    async def read_many(self, references: Iterable[str]) -> dict[str, Stored]:
        """Return those of the references this actor may see."""
        return await self._repository.read_many(self._asker, list(references))

    async def payload(self, type_: str, id_: str, version: int, *, with_content: bool) -> Stored | None:
        """Return a version this actor is to be told of, or None when they may not see it any more."""
        return await self._repository.payload(self._asker, type_, id_, version, with_content=with_content)

    async def standing(self, subscription_id: str) -> Standing:
        """Return how one of this actor's Subscriptions stands; NotFoundError when it is not theirs."""
        await self.read("Subscription", subscription_id)
        return await self._repository.standing(subscription_id)

    async def ask_export(self, asked: ExportAsked, taken_at: datetime) -> str:
        """Ask for a bulk export in this actor's name and return its id; raises TooManyExportsError."""
        exports = Exports(self._repository.database)
        return await exports.ask(self.actor.id, asked, taken_at)

    async def export_keys(self, export: Export, type_: str, after: int, limit: int) -> list[int]:
        """Return the keys of what an export of this actor may concern; see `store.exports.reading`."""
        return await self._repository.export_keys(self._asker, export, type_, after, limit)

    async def export_rows(self, export: Export, type_: str, keys: Sequence[int]) -> list[ExportedRow]:
        """Return what of these keys an export of this actor holds, traced."""
        return await self._repository.export_rows(self._asker, export, type_, keys)

    async def matching(self, criteria: str, ids: Sequence[str]) -> list[str]:
        """Return those of the ids, of the type the criteria name, that match and this actor may see; not traced."""
        query = query_of(criteria, ("_id", ",".join(ids)))
        async with self._repository.database.connection(self._asker) as connection:
            return await self._repository.matching_ids(connection, self._asker, query, len(ids))

    async def shelves(self, patient_id: str, wanted: dict[str, int]) -> dict[str, list[Stored]]:
        """Return the newest N resources of each type of one record."""
        return await self._repository.shelves(self._asker, patient_id, wanted)

    async def timeline(
        self, patient_id: str, types: list[str], count: int = 50, cursor: str | None = None
    ) -> Page:
        """Return several types of one record merged, newest first."""
        return await self._repository.timeline(self._asker, patient_id, types, count, cursor)

    async def everything(self, patient_id: str, extent: Extent, cursor: str | None = None) -> Page:
        """Return one page of a whole record, the Patient itself apart."""
        return await self._repository.everything(self._asker, patient_id, extent, cursor)

    async def labels(self, types: Sequence[str]) -> list[Label]:
        """Return the profiles, tags and labels in use among the resources of these types."""
        return await self._repository.labels(self._asker, types)

    async def changes(self, patient_id: str, since: datetime | None, count: int = 50) -> list[Stored]:
        """Return what others changed in one record since an instant."""
        return await self._repository.changes(self._asker, patient_id, since, count)

    async def changes_of(self, since: Mapping[str, datetime | None], count: int) -> dict[str, Changes]:
        """Return what others changed in each of some records since an instant each, the newest `count` of it."""
        return await self._repository.changes_of(self._asker, since, count)

    async def my_records(
        self,
        count: int = 50,
        cursor: str | None = None,
        name: str | None = None,
        new_max: int = NEW_MAX,
        *,
        closed: bool | None = None,
    ) -> RecordPage:
        """Return the records of this actor's circles today, last changed first; what is new counted up to a bound.

        `closed` keeps those that are, or are not.
        """
        return await self._repository.my_records(self._asker, count, cursor, name, new_max, closed=closed)

    async def tasks(self, wanted: TaskList, count: int, cursor: str | None = None) -> TaskPage:
        """Return one page of a work list, as far as this actor may see its tasks."""
        return await self._repository.tasks(self._asker, wanted, count, cursor)

    async def task_counts(self, people: Sequence[str], until: Sequence[date], most: int) -> list[int]:
        """Return how many open tasks of some people are due at each of some days at the latest, at most `most` each."""
        return await self._repository.task_counts(self._asker, people, until, most)

    async def sees(self, patient_id: str) -> bool:
        """Return whether this actor stands in that person's circle now; a request for support is no circle."""
        return await self._repository.sees(self._asker, patient_id)

    async def mark_visited(self, patient_id: str) -> None:
        """Note that this actor knows everything in the record up to now."""
        await self._repository.mark_visited(self._asker, patient_id)

    async def agenda(self, from_at: datetime, until_at: datetime, *, system: str = "") -> list[AgendaRow]:
        """Return the appointments this actor takes part in, soonest first; with an identifier of a system, if named."""
        return await self._repository.agenda(self._asker, self._asker.keys, from_at, until_at, system=system)

    async def agenda_of(self, patient_id: str, from_at: datetime, until_at: datetime) -> list[AgendaRow]:
        """Return the appointments of one record in a period, soonest first."""
        return await self._repository.agenda(self._asker, [f"Patient/{patient_id}"], from_at, until_at)

    async def busy(
        self, participants: Sequence[str], from_at: datetime, until_at: datetime, but: str = ""
    ) -> list[Taken]:
        """Return when professionals or structures are taken: hours only. Professionals and the platform may ask."""
        if self._actor is not None and not self._actor.is_professional:
            raise ForbiddenError
        known = [one for one in participants if one.startswith(("PractitionerRole/", "Organization/"))]
        return await self._repository.busy(self._asker, known, from_at, until_at, but) if known else []

    async def remember_visits(self, visitor: Actor, seen_at: datetime) -> None:
        """Note that somebody knew all their records at an instant; only the platform's own door may."""
        await self._repository.remember_visits(self._asker, policy_of(visitor, "population"), seen_at)

    async def visits(self, patient_id: str) -> dict[str, datetime]:
        """Return when each member last looked at the record."""
        return await self._repository.visits(self._asker, patient_id)

    async def load(self, resources: Sequence[Any], after: asyncio.Future[Any] | None = None) -> list[int]:
        """Store many new resources, once `after` is done, and return the places of those that are not new.

        Only the platform's own door may; see `store.bulk_loading`.
        """
        return await self._repository.load(self._asker, resources, after)

    async def note(self, action: str, outcome: str = "done", **about: Any) -> None:
        """Trace an act of this actor that no read or write traces by itself; see `store.Repository.note`."""
        await self._repository.note(self._asker, action, outcome, **about)

    async def settle(self, action: str) -> None:
        """Return once everything stored before is on disk, a line of trace after it."""
        await self._repository.note(self._asker, action)

    async def keep_ask(self, id_: str, content: str, task: str) -> None:
        """Keep this actor's ask to join a circle with the job that looks for it; see `store.join_asks`. Traced."""
        await JoinAsks(self._repository.database).keep(id_, self._asker.who, content, now(), task)
        await self._repository.note(self._asker, "join-asked")

    async def ask_content(self, id_: str) -> str | None:
        """Return what an ask holds, None when it was looked at already; only the platform's own door may."""
        if not self._asker.is_system:
            raise ForbiddenError
        return await JoinAsks(self._repository.database).content(id_)

    async def forget_ask(self, id_: str) -> None:
        """Forget what an ask holds."""
        await JoinAsks(self._repository.database).forget(id_, now())

    async def refresh_statistics(self) -> None:
        """Have the database look at its tables anew, after many writes at once; only the platform's door may."""
        await self._repository.refresh_statistics(self._asker)

    def _must_be_platform(self) -> None:
        if not self._asker.is_system:
            raise ForbiddenError

    def writing(self) -> Unit:
        """Return a unit of work to use with `async with`."""
        return self._repository.writing(self._asker)

    async def transact(self, carry_out: Callable[[Transaction, "Door"], Awaitable[T]]) -> T:
        """Carry something out in one transaction and return what it returns, once that is committed.

        It is given the transaction, and a door that reads what stands in it; and is called again, from the start, when
        an attempt loses against another transaction. When it raises, nothing is stored.
        """

        async def attempt(transaction: Transaction, inside: Repository) -> T:
            return await carry_out(transaction, Door(inside, self._asker, self._actor))

        return await self._repository.transact(self._asker, attempt)

    async def events(
        self, patient_id: str | None = None, since: datetime | None = None
    ) -> AsyncIterator[Change]:
        """Yield what changes that this actor may see at that moment, by record and type, until the caller stops.

        What changed since an instant comes first, `MISSED` when nobody here knows. Who only follows a request for
        support hears of requests, and of nothing else in the record. A record named by `patient_id` that was theirs and
        is not any more is told once, by a change of no type.
        """
        was_theirs = patient_id is not None and await self._repository.sees(self._asker, patient_id)
        async for change in self._repository.events.subscribe(since):
            if change is MISSED:
                yield change
                continue
            known = await self._repository.told(self._asker, change)
            if known is not None:
                yield known
            elif was_theirs and change.patient_id == patient_id:
                was_theirs = await self._repository.sees(self._asker, change.patient_id)
                if not was_theirs:
                    yield Change(change.patient_id, ())
