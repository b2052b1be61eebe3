"""Asks every rule of each new link of the chain, once, and raises the reviews."""

import re

import msgspec

from cordee.access.patterns.burst import WINDOW, is_burst
from cordee.access.patterns.colleague import is_the_same_person
from cordee.access.patterns.identity import Identity, identity_of
from cordee.access.patterns.refusals import are_many
from cordee.access.patterns.same_name import bears_the_same_name
from cordee.access.reviews import Reviews, Subject
from cordee.kernel.settings import Settings
from cordee.store import Repository
from cordee.store.trace.books import Books
from cordee.store.trace.conduct import Conduct, Opened, Span

LINKS_A_TURN = 20
STAFFS_KEPT = 200  # structures; forgotten all together when there are more
_PLACE = "patterns"
_PROFESSIONAL = re.compile(r"PractitionerRole/[A-Za-z0-9\-.]{1,64}")


class _Role(msgspec.Struct):
    class _Reference(msgspec.Struct):
        reference: str = ""

    practitioner: _Reference = msgspec.field(default_factory=_Reference)


class PatternWatch:
    """Looks at what was linked since the last turn. A link is looked at again when a turn ends half way: a review is
    raised once all the same.
    """

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self._settings = settings
        self._conduct = Conduct(repository.database)
        self._books = Books(repository.database)
        self._reviews = Reviews(repository)
        self._staffs: dict[str, list[Identity]] = {}

    async def turn(self) -> int:
        """Look at the next links and return how many there were. Cost: their lines, and an hour of each person's."""
        spans = await self._conduct.spans(await self._books.place(_PLACE), LINKS_A_TURN)
        for span in spans:
            await self._look_at(span)
            await self._books.keep_place(_PLACE, span.number)
        return len(spans)

    async def _look_at(self, span: Span) -> None:
        opened = await self._conduct.opened(span)
        for one in {one.who: one for one in opened}.values():
            await self._rates(one, span)
        shown = [one for one in opened if not one.is_refused and _PROFESSIONAL.fullmatch(one.who)]
        if shown:
            await self._likenesses(shown)

    async def _rates(self, one: Opened, span: Span) -> None:
        """Ask for bursts and refusals of one person in the hour before the end of the link."""
        reach = await self._conduct.reach(one.who, span.last_at - WINDOW, span.last_at)
        is_professional = bool(_PROFESSIONAL.fullmatch(one.who))
        if is_professional and is_burst(reach, self._settings.review_burst_records):
            await self._raise("burst", one, span, reach.records, reach.evidence)
        if are_many(reach, self._settings.review_refused_records):
            await self._raise("refusals", one, span, reach.refused, reach.refusals)

    async def _raise(self, kind: str, one: Opened, span: Span, count: int, evidence: list[str]) -> None:
        await self._reviews.raise_review(
            kind,
            _subject(one),
            since=span.last_at - WINDOW,
            until=span.last_at,
            count=count,
            evidence=tuple(evidence),
            same_as=f"{span.last_at:%Y-%m-%dT%H}",
        )

    async def _likenesses(self, shown: list[Opened]) -> None:
        """Ask whether readers and the people whose records they opened bear one name, or work together."""
        patients = await self._identities({f"Patient/{one.patient_id}" for one in shown})
        readers = await self._readers({one.who for one in shown})
        for one in shown:
            person = patients.get(f"Patient/{one.patient_id}")
            if person is None:
                continue
            reader = readers.get(one.who)
            kind = ""
            if await self._is_colleague(one.organization, person) or (
                reader and is_the_same_person(reader, person)
            ):
                kind = "colleague"
            elif reader is not None and bears_the_same_name(reader, person):
                kind = "same-name"
            if kind:
                await self._reviews.raise_review(
                    kind,
                    _subject(one),
                    patient_id=one.patient_id,
                    since=one.at,
                    until=one.at,
                    evidence=(one.name,),
                )

    async def _is_colleague(self, organization: str, person: Identity) -> bool:
        if not organization:
            return False
        if organization not in self._staffs:
            if len(self._staffs) >= STAFFS_KEPT:
                self._staffs.clear()
            found = await self._identities(set(await self._conduct.staff(organization)))
            self._staffs[organization] = list(found.values())
        return any(is_the_same_person(one, person) for one in self._staffs[organization])

    async def _readers(self, roles: set[str]) -> dict[str, Identity]:
        contents = await self._conduct.contents(sorted(roles))
        who = {
            role: msgspec.json.decode(content, type=_Role).practitioner.reference
            for role, content in contents.items()
        }
        people = await self._identities({reference for reference in who.values() if reference})
        return {role: people[reference] for role, reference in who.items() if reference in people}

    async def _identities(self, references: set[str]) -> dict[str, Identity]:
        contents = await self._conduct.contents(sorted(references))
        return {reference: identity_of(content) for reference, content in contents.items()}


def _subject(one: Opened) -> Subject:
    return Subject(who=one.who, role=one.role, organization=one.organization)
