"""Resources that refer to `urn:uuid:` addresses of other files: kept on disk until everything else is stored."""

import tempfile
from collections.abc import Iterator

import msgspec

from cordee.access import Door
from cordee.exchange.files.entries import ready
from cordee.exchange.files.errors import UnexplainedReferenceError
from cordee.exchange.files.parts import Awaiting, Candidate, Refused
from cordee.fhir import RESOURCE_TYPES, rewrite_references
from cordee.fhir.bundle_entry import unresolved

READ_AT_ONCE = 1_000  # references the store looks up in one statement
LIKELY_TYPES = (
    "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Encounter", "RelatedPerson", "Device",
)  # fmt: skip

Links = dict[str, str]

_PREFIX = "urn:uuid:"
_decode = msgspec.msgpack.Decoder(Awaiting).decode


class WaitingRoom:
    """A temporary file of waiting resources; memory holds only their ids."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._types: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._types)

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def add(self, one: Awaiting) -> None:
        """Put one resource aside."""
        record = msgspec.msgpack.encode(one)
        self._file.write(len(record).to_bytes(8, "little") + record)
        self._types[one.id] = one.type

    async def explained(self, door: Door, known: dict[str, str]) -> Links:
        """Return what the references of the room designate: a `urn:uuid:X` stands for the resource whose id is X.

        `known` (type by id), the room itself and the store are asked, in this order.
        Cost: one statement for each READ_AT_ONCE pairs of a type and an id; likely types are looked for first.
        """
        wanted = {link.value for one in self._all() for link in unresolved(one.content)}
        types = known | self._types
        ids = {urn: urn.removeprefix(_PREFIX) for urn in wanted}
        links = {urn: f"{types[id_]}/{id_}" for urn, id_ in ids.items() if id_ in types}
        await _look_up(door, [urn for urn in wanted - links.keys() if urn.startswith(_PREFIX)], links)
        return links

    def resolved(self, links: Links) -> Iterator[Candidate | Refused]:
        """Yield every waiting resource with its references rewritten; refused when one of them is not explained."""
        return (_resolve(one, links) for one in self._all())

    def _all(self) -> Iterator[Awaiting]:
        self._file.seek(0)
        while size := self._file.read(8):
            yield _decode(self._file.read(int.from_bytes(size, "little")))


async def _look_up(door: Door, urns: list[str], links: Links) -> None:
    others = sorted(RESOURCE_TYPES.difference(LIKELY_TYPES))
    for name in LIKELY_TYPES:
        await _look_up_as(door, [name], urns, links)
    await _look_up_as(door, others, urns, links)


async def _look_up_as(door: Door, types: list[str], urns: list[str], links: Links) -> None:
    missing = [urn for urn in urns if urn not in links]
    step = READ_AT_ONCE // len(types)
    for start in range(0, len(missing), step):
        ids = [urn.removeprefix(_PREFIX) for urn in missing[start : start + step]]
        found = await door.read_many([f"{name}/{id_}" for name in types for id_ in ids])
        links |= {_PREFIX + stored.id: stored.reference for stored in found.values()}


def _resolve(one: Awaiting, links: Links) -> Candidate | Refused:
    content = rewrite_references(one.content, links)
    left = unresolved(content)
    if left:
        error = UnexplainedReferenceError(f"{one.type}.{left[0].path}", left[0].value)
        return Refused(place=one.place, type=one.type, id=one.id, error=error)
    return ready(one.place, one.type, one.id, content)
