"""Bulk export: asked for, made by the worker, fetched; with the access of whoever asked."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from cordee import api
from cordee.access import Gate
from cordee.exchange.bulk import exporting
from cordee.jobs.exporting import Exporting
from cordee.kernel.ids import new_id
from cordee.kernel.settings import Settings
from cordee.store import Repository, system_asker
from tests.http.api.conftest import BASE, Client
from tests.integration.store.people import GP, NURSE, asker, member, note, patient, team, weight
from tests.platform import PLATFORM

ASYNC = {"Prefer": "respond-async"}


class Desk:
    """A client, the worker that makes its exports, and the store behind both."""

    def __init__(self, gate: Gate, settings: Settings) -> None:
        self.repository: Repository = gate._repository
        self.settings = settings

    async def work(self) -> None:
        """Make every export there is."""
        await Exporting(self.repository, self.settings).drain()

    async def write(self, resource: Any, person: Any = None) -> None:
        """Store a resource, by the platform unless somebody is named."""
        async with self.repository.writing(asker(person) if person else system_asker("test")) as unit:
            resource.id = resource.id or new_id()
            unit.put(resource)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a folder of their own."""
    return Settings(data_dir=tmp_path)


@pytest.fixture
def app(gate: Gate, settings: Settings) -> Starlette:
    """The API over the same folder as the worker."""
    return Starlette(routes=api.routes(gate, settings))


@pytest.fixture
async def desk(gate: Gate, settings: Settings) -> Desk:
    """Jeanne's record with a weight, somebody else's, and a practitioner of the directory."""
    opened = Desk(gate, settings)
    await opened.write(weight())
    await opened.write(patient("paul", "Martin"))
    await opened.write(weight(patient_id="paul"))
    return opened


async def kick_off(client: Client, path: str = "/$export", **headers: str) -> str:
    """Ask for an export and return where to follow it."""
    answer = await client.get(path, headers=ASYNC | headers)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["content-location"]).removeprefix(BASE)


async def fetched(client: Client, status: str) -> dict[str, list[dict[str, Any]]]:
    """Return what the files of an export hold, by type."""
    manifest = (await client.get(status)).json()
    found: dict[str, list[dict[str, Any]]] = {}
    for file in manifest["output"]:
        answer = await client.get(file["url"])
        assert answer.headers["content-type"] == "application/fhir+ndjson"
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert len(lines) == file["count"]
        found.setdefault(file["type"], []).extend(lines)
    return found


async def test_export_holds_what_the_caller_sees_and_nothing_else(gp: Client, desk: Desk) -> None:
    status = await kick_off(gp)
    waiting = await gp.get(status)
    assert waiting.status_code == 202
    assert waiting.headers["retry-after"]
    assert waiting.headers["x-progress"] == "0 %, 0 resources"

    await desk.work()

    found = await fetched(gp, status)
    assert {one["id"] for one in found["Patient"]} == {"jeanne"}
    assert {one["subject"]["reference"] for one in found["Observation"]} == {"Patient/jeanne"}
    assert set(found) == {"Patient", "CareTeam", "Observation"}


async def test_export_of_a_stranger_holds_nothing(outsider: Client, desk: Desk) -> None:
    status = await kick_off(outsider, "/Patient/$export")

    await desk.work()

    assert await fetched(outsider, status) == {}


async def test_export_and_its_files_are_of_whoever_asked_alone(
    gp: Client, outsider: Client, nobody: Client, desk: Desk
) -> None:
    status = await kick_off(gp)
    await desk.work()
    file = (await gp.get(status)).json()["output"][0]["url"]

    assert (await outsider.get(status)).status_code == 404
    assert (await outsider.get(file)).status_code == 404
    assert (await outsider.delete(status)).status_code == 404
    assert (await nobody.get(file)).status_code == 401


async def test_member_who_left_before_the_worker_came_gets_nothing(gp: Client, desk: Desk) -> None:
    status = await kick_off(gp, "/Patient/$export")
    await desk.write(team("jeanne", member(NURSE.who)))

    await desk.work()

    assert await fetched(gp, status) == {}


async def test_entry_hidden_from_the_caller_is_not_in_the_files(gp: Client, desk: Desk) -> None:
    await desk.write(note("hidden", "MASQUE_PS"))
    await desk.write(note("open"))
    status = await kick_off(gp, "/Patient/$export?_type=DocumentReference")

    await desk.work()

    assert [one["id"] for one in (await fetched(gp, status))["DocumentReference"]] == ["open"]


async def test_types_filters_and_since_choose(gp: Client, desk: Desk) -> None:
    filtered = await kick_off(
        gp,
        "/$export?_type=Observation,Patient&_typeFilter=Observation%3Fcode%3Dhttp%3A%2F%2Floinc.org%7C8867-4",
    )
    await desk.work()
    assert set(await fetched(gp, filtered)) == {"Patient"}
    taken = (await gp.get(filtered)).json()["transactionTime"]
    later = weight("70.00")
    later.id = "later"
    await desk.write(later)
    since = await kick_off(gp, f"/$export?_since={taken}")

    await desk.work()

    assert {type_: [one["id"] for one in rows] for type_, rows in (await fetched(gp, since)).items()} == {
        "Observation": ["later"]
    }


async def test_what_changed_after_the_kick_off_is_exported_as_it_was(gp: Client, desk: Desk) -> None:
    status = await kick_off(gp, "/$export?_type=Patient")
    await desk.write(patient(family="Nouveau"))

    await desk.work()

    assert [one["name"][0]["family"] for one in (await fetched(gp, status))["Patient"]] == ["Lambert"]


async def test_group_exports_its_members_the_caller_sees(gp: Client, outsider: Client, desk: Desk) -> None:
    group = {
        "resourceType": "Group", "type": "person", "actual": True,
        "member": [{"entity": {"reference": "Patient/jeanne"}}, {"entity": {"reference": "Patient/paul"}}],
    }  # fmt: skip
    id_ = (await gp.post("/Group", json=group)).json()["id"]
    assert (await outsider.get(f"/Group/{id_}/$export", headers=ASYNC)).status_code == 404
    status = await kick_off(gp, f"/Group/{id_}/$export")

    await desk.work()

    assert {one["id"] for one in (await fetched(gp, status))["Patient"]} == {"jeanne"}


async def test_download_goes_on_where_it_stopped(gp: Client, desk: Desk) -> None:
    status = await kick_off(gp, "/$export?_type=Patient")
    await desk.work()
    url = (await gp.get(status)).json()["output"][0]["url"]
    whole = (await gp.get(url)).content

    rest = await gp.get(url, headers={"Range": "bytes=10-"})
    part = await gp.get(url, headers={"Range": "bytes=0-9"})
    beyond = await gp.get(url, headers={"Range": f"bytes={len(whole)}-"})

    assert (rest.status_code, rest.headers["content-range"]) == (
        206,
        f"bytes 10-{len(whole) - 1}/{len(whole)}",
    )
    assert part.content + rest.content == whole
    assert beyond.status_code == 416


async def test_cancelled_and_expired_exports_leave_no_file(
    gp: Client, desk: Desk, settings: Settings
) -> None:
    kept = [await kick_off(gp), await kick_off(gp)]
    await desk.work()
    assert list((settings.data_dir / "exports").rglob("*.ndjson"))
    assert (settings.data_dir / "exports").stat().st_mode & 0o077 == 0
    assert (await gp.delete(kept[0])).status_code == 202
    assert (await gp.get(kept[0])).status_code == 404
    async with desk.repository.database.connection(PLATFORM) as connection:
        await connection.execute("UPDATE export SET expires_at = now() WHERE status <> 'cancelled'")

    await desk.work()

    assert list((settings.data_dir / "exports").rglob("*.ndjson")) == []
    assert (await gp.get(kept[1])).status_code == 404


async def test_account_runs_two_exports_at_a_time(gp: Client, desk: Desk) -> None:
    await kick_off(gp)
    await kick_off(gp)

    answer = await gp.get("/$export", headers=ASYNC)

    assert answer.status_code == 429
    assert answer.json()["issue"][0]["code"] == "throttled"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/$export", {}),
        ("/$export?_outputFormat=csv", ASYNC),
        ("/$export?_type=Nothing", ASYNC),
        ("/$export?_typeFilter=Observation%3Fnonsense%3D1", ASYNC),
        ("/$export?_elements=id", ASYNC),
        ("/$export?_since=yesterday", ASYNC),
    ],
)
async def test_what_is_not_served_is_refused(gp: Client, path: str, headers: dict[str, str]) -> None:
    answer = await gp.get(path, headers=headers)

    assert answer.status_code == 400
    assert answer.json()["resourceType"] == "OperationOutcome"


async def test_what_is_not_served_is_listed_when_lenient(gp: Client, desk: Desk) -> None:
    answer = await gp.get(
        "/$export?_elements=id&_type=Patient", headers={"Prefer": "respond-async, handling=lenient"}
    )
    status = answer.headers["content-location"].removeprefix(BASE)
    await desk.work()

    manifest = (await gp.get(status)).json()

    assert [one["type"] for one in manifest["error"]] == ["OperationOutcome"]
    assert "_elements" in (await gp.get(manifest["error"][0]["url"])).text


async def test_export_leaves_a_line_in_the_trace_of_each_record(gp: Client, desk: Desk) -> None:
    await kick_off(gp, "/$export?_type=Observation")
    await desk.work()

    async with desk.repository.database.connection(PLATFORM) as connection:
        rows = await (
            await connection.execute("SELECT who, type, patient_id, count FROM trace WHERE action = 'export'")
        ).fetchall()
    assert rows == [(GP.who, "Observation", "jeanne", 1)]


async def test_chunks_continue_after_a_kill_without_duplicates(
    gp: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "FILE_BYTES", 2000)
    monkeypatch.setattr(exporting, "ROWS_MAX", 3)
    monkeypatch.setattr(exporting, "KEYS_MAX", 7)
    async with desk.repository.writing(asker(GP)) as unit:
        for _ in range(40):
            unit.create(weight())
    status = await kick_off(gp, "/$export?_type=Observation")
    for _ in range(3):
        maker = Exporting(desk.repository, desk.settings)
        await maker._exporter.advance()
        with pytest.raises(RuntimeError):
            async with maker._exporter._desk.exports.claim() as claim:
                assert claim is not None
                door = await maker._exporter._desk.door("gp")
                assert door is not None
                await maker._exporter._chunk(claim, door)
                raise RuntimeError  # killed after its files were written, before they were noted

    await desk.work()

    ids = [one["id"] for one in (await fetched(gp, status))["Observation"]]
    assert len(ids) == 41
    assert len(set(ids)) == 41
