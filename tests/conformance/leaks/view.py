"""Somebody's view of a world through the product: a client of the API, and the store behind it, both as them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from cordee.fhir.json_value import Json
from cordee.kernel.clock import now
from cordee.store import Asker, Repository
from tests.conformance.leaks.making import TYPES
from tests.conformance.leaks.oracle import Entry, Reader, Version, World

PAGE = 200


@dataclass
class View:
    """What the paths need: who asks, how, and what is true at `at`."""

    reader: Reader
    asker: Asker
    client: httpx.AsyncClient
    repository: Repository
    world: World
    mark: str
    at: datetime = field(default_factory=now)

    @property
    def seen(self) -> set[str]:
        """Return what they are to see."""
        return self.world.seen(self.reader, self.at)

    @property
    def patients(self) -> list[str]:
        """Return every patient's id."""
        return [one.id for one in self.world.entries.values() if one.type == "Patient"]

    def seen_entries(self, type_: str | None = None) -> list[Entry]:
        """Return the entries they are to see, of one type when it is named."""
        seen = self.seen
        return [
            one
            for one in self.world.entries.values()
            if one.reference in seen and (type_ is None or one.type == type_)
        ]

    def would_see(self, patient: str, part: int) -> bool:
        """Return whether they would see an entry of that part, had the record one."""
        probe = Entry("Basic/probe", [Version(patient, part, 0, "")])
        return self.world.sees(self.reader, probe, self.at)

    async def get(self, path: str) -> Json:
        """Return the Bundle at an address of the API."""
        answer = await self.client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()  # type: ignore[no-any-return]

    async def found(self, path: str, mode: str = "match") -> list[str]:
        """Return the references a search finds, in order, of this world only; all of them are on one page."""
        return self.references(await self.get(path), mode)

    def references(self, bundle: Json, mode: str = "match") -> list[str]:
        """Return the references of the entries of a searchset, of this world only."""
        assert not [link for link in bundle.get("link", ()) if link["relation"] == "next"]
        return [
            reference
            for one in bundle.get("entry", ())
            if one.get("search", {}).get("mode", "match") == mode
            and (reference := reference_of(one["resource"])) is not None
            and self.is_mine(reference)
        ]

    def is_mine(self, reference: str) -> bool:
        """Return whether a reference is of this world, and of a type that lives in records."""
        type_, _, id_ = reference.partition("/")
        return type_ in TYPES and self.mark in id_


def reference_of(resource: Any) -> str | None:
    """Return `Type/id` of a resource."""
    return f"{resource['resourceType']}/{resource['id']}" if "id" in resource else None
