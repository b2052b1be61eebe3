"""`cordee import` as an operator runs it: outputs, exit codes, standard input, misuse."""

import gzip
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.acceptance.running import cordee


def patient(id_: str, **more: Any) -> dict[str, Any]:
    """Return a patient."""
    return {"resourceType": "Patient", "id": id_} | more


def lines(*resources: dict[str, Any]) -> bytes:
    """Return resources as NDJSON."""
    return "".join(json.dumps(one) + "\n" for one in resources).encode()


class Operator:
    """Somebody at a terminal, with a database and a data folder."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.environment = os.environ | {"CORDEE_DATABASE_URL": url, "CORDEE_DATA": str(folder / "data")}

    def imports(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        """Run one import to its end."""
        done = subprocess.run(
            cordee("import", *arguments), input=stdin, capture_output=True, env=self.environment, check=False
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    def count(self, where: str = "true") -> int:
        """Return how many resources are stored."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute(f"SELECT count(*) FROM resource WHERE {where}").fetchone()  # type: ignore[arg-type]
        assert row is not None
        return int(row[0])


@pytest.fixture
def operator(database_url: str, tmp_path: Path) -> Operator:
    """An operator with an empty database."""
    return Operator(database_url, tmp_path)


def test_an_import_without_rejections_ends_with_its_table_and_0(operator: Operator) -> None:
    path = operator.folder / "a.ndjson.gz"
    path.write_bytes(gzip.compress(lines(patient("1"), patient("2"))))

    done = operator.imports(str(path))

    assert done.returncode == 0, done.stderr
    assert "Patient" in done.stdout
    assert done.stdout.split()[-5:] == ["Total", "2", "0", "0", "0"]
    assert operator.count() == 2


def test_standard_input_is_read_and_rejections_give_1_and_a_report(operator: Operator) -> None:
    report = operator.folder / "rejected.ndjson"

    done = operator.imports(
        "-", "--report", str(report), stdin=lines(patient("1"), patient("2", gender="none"))
    )

    assert done.returncode == 1
    assert str(report) in done.stderr
    (line,) = [json.loads(text) for text in report.read_text().splitlines()]
    assert (line["file"], line["line"], line["id"]) == ("-", 2, "2")
    assert operator.count() == 1


def test_atomic_with_a_rejection_stores_nothing(operator: Operator) -> None:
    done = operator.imports("-", "--atomic", stdin=lines(patient("1"), patient("2", gender="none")))

    assert done.returncode == 1
    assert operator.count() == 0


def test_a_path_with_nothing_is_refused_with_a_sentence(operator: Operator) -> None:
    done = operator.imports(str(operator.folder / "absent.json"))

    assert done.returncode == 1
    assert done.stdout == ""
    assert "Rien à importer" in done.stderr


def test_without_a_path_the_command_is_misused(operator: Operator) -> None:
    assert operator.imports().returncode == 2
