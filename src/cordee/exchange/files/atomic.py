"""All of an import in one transaction, or nothing."""

from collections.abc import AsyncIterator

from cordee.access import Door
from cordee.exchange.files.parts import Candidate, Place, Refused
from cordee.exchange.files.reading import Batch
from cordee.exchange.files.tally import Tally
from cordee.exchange.files.upsert import Upsert, told
from cordee.exchange.files.waiting import WaitingRoom
from cordee.kernel.errors import Category, CordeeError

ENTRIES_MAX = 20_000


class TooManyForOneTransactionError(CordeeError):
    """More resources than one transaction takes; nothing was stored."""

    code = "too-many-for-one-transaction"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            f"--atomic accepte {ENTRIES_MAX} ressources au plus. Rien n’a été enregistré : découpez l’envoi, "
            "ou relancez sans --atomic, un import interrompu reprend où il en était.",
            f"--atomic takes {ENTRIES_MAX} resources at most. Nothing was stored: split the input, "
            "or rerun without --atomic, an interrupted import goes on where it stopped.",
        )


async def store_all(
    door: Door, upsert: Upsert, tally: Tally, room: WaitingRoom, batches: AsyncIterator[Batch]
) -> None:
    """Store every entry in one transaction when none is refused; else only count and report the refusals.

    When the input holds one resource several times, the last one is stored.
    Cost: holds every resource in memory.

    Raises: TooManyForOneTransactionError.
    """
    kept: dict[str, Candidate] = {}
    again: list[str] = []

    def keep(one: Candidate) -> None:
        if one.reference in kept:
            again.append(one.type)
        kept[one.reference] = one
        if len(kept) > ENTRIES_MAX:
            raise TooManyForOneTransactionError

    async for batch in batches:
        tally.skipped += batch.skipped
        for refused in batch.refused:
            upsert.refuse(refused)
        for waiting in batch.awaiting:
            room.add(waiting)
        for candidate in batch.candidates:
            keep(candidate)
    links = await room.explained(door, {one.id: one.type for one in kept.values()})
    for part in room.resolved(links):
        if isinstance(part, Refused):
            upsert.refuse(part)
        else:
            keep(part)
    if not tally.count("rejected"):
        await _write(door, upsert, tally, list(kept.values()), again)


async def _write(door: Door, upsert: Upsert, tally: Tally, kept: list[Candidate], again: list[str]) -> None:
    try:
        async with door.writing() as unit:
            for candidate in kept:
                unit.put(candidate.resource)
    except Exception as error:
        await upsert.ensure_it_is_the_content(error)
        upsert.refuse(Refused(place=Place(file=""), error=told(error)))
        return
    for written in unit.results:
        tally.add(written.type, written.outcome)
    for type_ in again:
        tally.add(type_, "unchanged")
