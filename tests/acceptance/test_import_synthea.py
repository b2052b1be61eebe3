"""The whole Synthea set through the real command: killed in the middle, run again, counted, weighed, read back."""

import json
import signal
import subprocess
import tarfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.acceptance.running import cordee, wait_until
from tests.acceptance.test_import import Operator

MEMORY_MAX_MIB = 400
WEIGH_EVERY_S = 0.02
ENTRIES = 38_971


class Digits(Decimal):
    """A decimal equal only to one with the same digits: 1.10 is not 1.1."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decimal) and self.as_tuple() == other.as_tuple()

    __hash__ = Decimal.__hash__


@pytest.mark.slow
@pytest.mark.shared
def test_synthea_survives_a_kill_goes_in_whole_and_reads_back_as_sent(
    database_url: str, tmp_path: Path, shared: Path
) -> None:
    archive = shared / "data" / "synthea-r4-100-patients.tar.xz"
    operator = Operator(database_url, tmp_path)

    _kill_in_the_middle(operator, archive)
    partly = operator.count()
    assert 0 < partly < 38_000
    code, memory_mib, printed = _weigh(operator, archive)

    assert code == 0
    assert printed.split()[-5] == "Total"
    assert sum(int(count) for count in printed.split()[-4:]) == ENTRIES
    assert memory_mib < MEMORY_MAX_MIB
    # Synthea counts encounters in these as it goes: one id comes with several contents, of which the last one stays.
    assert operator.count("version <> 1 AND type NOT IN ('Organization', 'Practitioner')") == 0
    sent = _last_contents(archive)
    assert operator.count() == len(sent)
    with psycopg.connect(operator.url) as connection:
        assert [key for key, stored in _stored(connection) if stored != sent[key]] == []
        versions = connection.execute("SELECT sum(version) FROM resource").fetchone()
    again = operator.imports(str(archive))
    assert again.stdout.split()[-5:] == ["Total", "0", "0", str(ENTRIES), "0"]
    with psycopg.connect(operator.url) as connection:
        assert connection.execute("SELECT sum(version) FROM resource").fetchone() == versions


def _kill_in_the_middle(operator: Operator, archive: Path) -> None:
    running = subprocess.Popen(
        cordee("import", str(archive)),
        env=operator.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(
            lambda: operator.count() > 3_000 or running.poll() is not None, "3000 resources stored", 60
        )
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()


def _weigh(operator: Operator, archive: Path) -> tuple[int, float, str]:
    """Return exit code, peak memory of the process, and what it printed.

    The peak is read while it runs: what the system tells afterwards counts the process it was forked from too.
    """
    output, peak_kib = operator.folder / "printed", 0
    with output.open("wb") as printed:
        running = subprocess.Popen(cordee("import", str(archive)), env=operator.environment, stdout=printed)
        while running.poll() is None:
            peak_kib = max(peak_kib, _peak_kib(running.pid))
            time.sleep(WEIGH_EVERY_S)
    return running.returncode, peak_kib / 1024, output.read_text()


def _peak_kib(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def _last_contents(archive: Path) -> dict[str, Any]:
    """Return what the archive says last of each resource, its references as an import writes them."""
    said: dict[str, Any] = {}
    types: dict[str, str] = {}
    for resource in _resources(archive):
        types[f"urn:uuid:{resource['id']}"] = resource["resourceType"]
        said[f"{resource['resourceType']}/{resource['id']}"] = resource
    return {key: _rewritten(resource, types) for key, resource in said.items()}


def _resources(archive: Path) -> Iterator[dict[str, Any]]:
    with tarfile.open(archive) as package:
        for member in package:
            if member.isfile():
                content = package.extractfile(member)
                assert content is not None
                document = json.load(content, parse_float=Digits)
                entries = [entry["resource"] for entry in document.get("entry", [])]
                yield from entries or [document]


def _rewritten(value: Any, types: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_rewritten(item, types) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: _rewritten(item, types) for name, item in value.items()}
    reference = found.get("reference")
    if isinstance(reference, str) and reference in types:
        found["reference"] = f"{types[reference]}/{reference.removeprefix('urn:uuid:')}"
    return found


def _stored(connection: psycopg.Connection[Any]) -> Iterator[tuple[str, Any]]:
    for type_, id_, content in connection.execute("SELECT type, id, content::text FROM resource"):
        resource = json.loads(content, parse_float=Digits)
        meta = resource.pop("meta")
        meta = {name: value for name, value in meta.items() if name not in ("versionId", "lastUpdated")}
        yield f"{type_}/{id_}", resource | ({"meta": meta} if meta else {})
