"""The one object that keeps the trace: the chain in the database, the seals outside it."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from cordee.access.trace.checking_seals import seals_amiss
from cordee.access.trace.errors import RetentionTooShortError
from cordee.access.trace.keys import key_to_sign
from cordee.access.trace.seal import NO_LINE, Statement, digest_of_line, read_seal, sign
from cordee.access.trace.seal_file import SealFile
from cordee.kernel.clock import now
from cordee.kernel.settings import Settings
from cordee.store import Repository, system_asker
from cordee.store.rounds import Rounds
from cordee.store.trace import LineFilter, Lines, Linker, TraceLine
from cordee.store.trace.books import Books, Check, SealCopy, Standing
from cordee.store.trace.findings import Amiss, Finding
from cordee.store.trace.linking import head_of
from cordee.store.trace.verifying import KEPT_DAYS_MIN, Told, Verified, Verifier

PURGED_LINKS = 100  # a transaction
NEW_LINES_MAX = 5_000_000  # verified of what is new in one night: some two minutes
AGAIN_NIGHTS = 60  # in which every older line is verified again
AGAIN_LINES_MIN, AGAIN_LINES_MAX = 200_000, 5_000_000  # of what is older, in one night
NEW_PART, OLD_PART = "trace.new", "trace.again"  # how far each has come
UNSEALED_MAX = 3  # times the interval between two seals, before having none is amiss


class TraceState(msgspec.Struct, frozen=True, kw_only=True):
    """How the trace stands: the chain, its last seal, its last verification.

    `alarm` is the last one that found something, until the whole trace is verified well.
    """

    standing: Standing
    seal: SealCopy | None
    check: Check | None
    alarm: Check | None = None


class TraceKeeper:
    """Links, seals, verifies and purges the trace of one database, with the key and the file of this machine."""

    def __init__(self, repository: Repository, settings: Settings) -> None:
        self._repository = repository
        self._settings = settings
        self._linker = Linker(repository.database)
        self._books = Books(repository.database)
        self._verifier = Verifier(repository.database)
        self._rounds = Rounds(repository.database)
        self.link = self._linker.link
        self.link_all = self._linker.link_all
        self.key_file = Path(settings.seal_key_file or settings.data_dir / "seal" / "seal.key")
        self.file = SealFile(Path(settings.seal_file or settings.data_dir / "seal" / "seals.jsonl"))

    async def seal(self) -> SealCopy | None:
        """Sign the head of the chain into the file, on disk when this returns; None when it is sealed already.

        Raises: SealKeyError, SealFileError.
        """
        await self.link_all()
        head = await head_of(self._repository.database)
        if head is None:
            return None
        link, rows = head
        async with self._books.sealing():
            line = await asyncio.to_thread(self._sign, link.number, link.digest, rows, now())
            return await self._copy(line) if line is not None else None

    async def verify(self, told: Told = lambda _done, _total: None) -> Verified:
        """Compute everything again and return what is amiss, the seals included; it is written down, and traced."""
        started = time.monotonic()
        await self.link_all()
        copies = await self._books.seals()
        found = await self._verifier.verify(self._sealed(copies), told)
        found.findings += await self._seals_amiss(copies, found)
        await self._note_check(found, started, is_whole=True)
        return found

    async def verify_some(self) -> Verified:
        """Compute again what was sealed since the last time, and some of what is older; return what is amiss.

        Of what is older, as much as brings the whole round in AGAIN_NIGHTS calls, within its bounds. What is not sealed
        yet is looked at again the next time. What is amiss is looked at twice before it is told.
        It is written down, and traced. Memory: a page of lines, and the seals.
        """
        started = time.monotonic()
        await self.link_all()
        copies = await self._books.seals()
        new_from = int(await self._rounds.position(NEW_PART) or 0)
        old_from = int(await self._rounds.position(OLD_PART) or 0)
        lines = (await self._books.standing()).rows // AGAIN_NIGHTS
        new = await self._part(copies, new_from, NEW_LINES_MAX)
        old = await self._part(
            copies, old_from, min(max(lines, AGAIN_LINES_MIN), AGAIN_LINES_MAX), until=new_from
        )
        both = Verified(
            links=new.links + old.links,
            rows=new.rows + old.rows,
            purged=new.purged + old.purged,
            unlinked=new.unlinked,
            unlinked_since=new.unlinked_since,
            findings=list(dict.fromkeys((*new.findings, *old.findings))),
        )
        await self._note_check(both, started, is_whole=False)
        sealed = max((copy.number for copy in copies), default=new.reached)
        await self._rounds.keep(NEW_PART, str(max(new_from, min(new.reached, sealed))))
        await self._rounds.keep(OLD_PART, str(old.reached if old.reached < new_from else 0))
        return both

    async def _part(
        self, copies: list[SealCopy], after: int, lines_max: int, *, until: int | None = None
    ) -> Verified:
        """Verify a part; when something is amiss, once more: what a purge removed meanwhile is nothing amiss."""
        sealed = self._sealed(copies)
        found = await self._verifier.verify_part(after, lines_max, sealed, until=until)
        found.findings += await self._seals_amiss(copies, found)
        if found.findings:
            found = await self._verifier.verify_part(after, lines_max, sealed, until=until)
            found.findings += await self._seals_amiss(copies, found)
        return found

    def _sealed(self, copies: list[SealCopy]) -> set[int]:
        """Return the links that a seal names, in the file or in the database."""
        seals = (read_seal(line) for line in self.file.lines())
        return {one.number for one in copies} | {one.number for one in seals if one is not None}

    async def _seals_amiss(self, copies: list[SealCopy], found: Verified) -> list[Finding]:
        amiss = await asyncio.to_thread(lambda: list(seals_amiss(self.file, self.key_file, copies, found)))
        if not copies and not self.file.exists() and await self._should_be_sealed():
            amiss.append(Finding(what=Amiss.NEVER_SEALED))
        return amiss

    async def _note_check(self, found: Verified, started: float, *, is_whole: bool) -> None:
        await self._books.note_check(
            Check(
                at=now(),
                links=found.links,
                rows=found.rows,
                unlinked=found.unlinked,
                seconds=time.monotonic() - started,
                findings=len(found.findings),
                first=found.findings[0].words if found.findings else "",
                is_whole=is_whole,
            )
        )
        await self._repository.note(system_asker("trace"), "trace-verify")

    async def state(self) -> TraceState:
        """Return how the trace stands. Cost: four short statements."""
        return TraceState(
            standing=await self._books.standing(),
            seal=await self._books.last_seal(),
            check=await self._books.last_check(),
            alarm=await self._books.alarm(),
        )

    async def purge(self, days: int | None = None) -> int:
        """Remove what is older than its retention, whole sealed links only, and return how many lines went.

        What stays says what went: the chain is still verified. Raises RetentionTooShortError below six months.
        """
        kept = self._settings.trace_retention_days if days is None else days
        if kept < KEPT_DAYS_MIN:
            raise RetentionTooShortError(KEPT_DAYS_MIN)
        older_than, removed = now() - timedelta(days=kept), 0
        while count := await self._books.purge(older_than, PURGED_LINKS):
            removed += count
        if removed:
            await self._repository.note(system_asker("trace"), "trace-purge", count=removed)
        return removed

    async def export(self, asked: LineFilter) -> AsyncIterator[list[TraceLine]]:
        """Yield the lines asked for, page by page, for who keeps the platform; traced before the first."""
        await self._repository.note(system_asker("trace"), "trace-export")
        async for lines in Lines(self._repository.database).walk(asked):
            yield lines

    def _sign(self, number: int, digest: bytes, rows: int, at: datetime) -> str | None:
        key = key_to_sign(self.key_file)
        lines = self.file.lines()
        last = read_seal(lines[-1]) if lines else None
        if last is not None and last.number == number and last.digest == digest.hex():
            return None
        statement = Statement(
            sequence=last.sequence + 1 if last is not None else len(lines) + 1,
            number=number,
            digest=digest.hex(),
            rows=rows,
            at=at,
            key=key.key_id,
            previous=digest_of_line(lines[-1]) if lines else NO_LINE,
        )
        line = sign(statement, key)
        self.file.append(line)
        return line

    async def _copy(self, line: str) -> SealCopy:
        seal = read_seal(line)
        assert seal is not None
        copy = SealCopy(
            key_id=seal.key, sequence=seal.sequence, number=seal.number, rows=seal.rows, at=seal.at, line=line
        )
        await self._books.note_seal(copy)
        return copy

    async def _should_be_sealed(self) -> bool:
        first = await self._books.first_linked_at()
        patience = timedelta(minutes=self._settings.seal_minutes * UNSEALED_MAX)
        return first is not None and now() - first > patience
