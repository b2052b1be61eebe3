"""What really happens when each class reads and writes each category: asked of the store, and of the API."""

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import httpx
import msgspec
from starlette.applications import Starlette

from cordee import api
from cordee.access import Gate, habilitation
from cordee.access.matrix import Matrix
from cordee.access.policy import policy_of
from cordee.fhir import encode
from cordee.kernel.errors import ForbiddenError, NotFoundError
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Asker, Database, Repository
from tests.integration.habilitation.circle_of_classes import (
    CONFIDENTIALITY,
    LABELS,
    ONE_OF,
    PEOPLE,
    build,
    resource_of,
)

Cell = tuple[str, str]
"""A class, and a category or a label."""
BASE = "http://cordee.test/fhir"
SETTINGS = Settings(data_dir=Path("unused"))
SAMPLE = ("identity", "medical", "measures", "notebook", "consent")


class Outcomes(msgspec.Struct):
    """Which cells let read and write, and which labels let read."""

    reads: dict[Cell, bool]
    writes: dict[Cell, bool]
    shown: dict[Cell, bool]
    api_reads: dict[Cell, int]
    api_counts: dict[Cell, int]
    api_writes: dict[Cell, int]


async def outcomes(url: str, matrix: Matrix) -> Outcomes:
    """Build the record in an empty database and return what happens under a matrix, put in force for that time."""
    before = habilitation.in_force()
    habilitation.put_in_force(matrix)
    found = Outcomes({}, {}, {}, {}, {}, {})
    try:
        database = Database(url, pool_size=3)
        await database.open()
        repository = Repository(database)
        await build(repository)
        await _by_store(repository, found)
        await _by_api(Gate(repository, SETTINGS), found)
        await repository.close()
        await database.close()
    finally:
        habilitation.put_in_force(before)
    return found


async def _by_store(repository: Repository, found: Outcomes) -> None:
    for name, person in PEOPLE.items():
        asker = policy_of(person, "care")
        for category, plain in ONE_OF.items():
            type_, id_ = plain["resourceType"], _id(category)
            found.reads[name, category] = await _is_done(repository.read(asker, type_, id_))
            found.writes[name, category] = await _is_done(_write(repository, asker, category))
        for label in (*LABELS, *CONFIDENTIALITY):
            seen = [
                await _is_done(
                    repository.read(asker, "DocumentReference", f"{label.replace('_', '-')}-{place}")
                )
                for place in ("meta", "label")
            ]
            assert seen[0] is seen[1], (name, label)
            found.shown[name, label] = seen[0]


async def _write(repository: Repository, asker: Asker, category: str) -> None:
    async with repository.writing(asker) as unit:
        if category == "identity":
            unit.update(resource_of(category, ""))
        else:
            unit.create(resource_of(category, new_id()))


async def _by_api(gate: Gate, found: Outcomes) -> None:
    app = Starlette(routes=api.routes(gate, SETTINGS))
    for name, person in PEOPLE.items():
        await gate.save_account(person)
        token = await gate.create_token(person.login, "test", 1)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=BASE, headers=headers
        ) as client:
            for category in SAMPLE:
                await _ask(client, found, (name, category))


async def _ask(client: httpx.AsyncClient, found: Outcomes, cell: Cell) -> None:
    category = cell[1]
    type_, id_ = ONE_OF[category]["resourceType"], _id(category)
    found.api_reads[cell] = (await client.get(f"{BASE}/{type_}/{id_}")).status_code
    found.api_counts[cell] = (await client.get(f"{BASE}/{type_}?_id={id_}&_total=accurate")).json()["total"]
    content: Any = encode(resource_of(category, new_id()))
    if category == "identity":
        answer = await client.put(f"{BASE}/Patient/jeanne", content=content)
    else:
        answer = await client.post(f"{BASE}/{type_}", content=content)
    found.api_writes[cell] = answer.status_code


def _id(category: str) -> str:
    return "jeanne" if category == "identity" else f"one-{category}"


async def _is_done(act: Awaitable[object]) -> bool:
    try:
        await act
    except (ForbiddenError, NotFoundError):
        return False
    return True
