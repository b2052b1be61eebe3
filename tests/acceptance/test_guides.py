"""`cordee fhir`: guides installed, listed and retired as an administrator does it."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.running import cordee
from tests.unit.fhir.definitions.archives import package
from tests.unit.fhir.definitions.test_compiling import PARAMETER, VALUE_SET


def _run(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        cordee("fhir", *arguments),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CORDEE_DATABASE_URL": url},
    )


@pytest.fixture
def guide(tmp_path: Path) -> str:
    file = tmp_path / "guide.tgz"
    file.write_bytes(package({"a.json": VALUE_SET, "b.json": PARAMETER}))
    return str(file)


def test_guide_is_installed_listed_and_retired(database_url: str, guide: str) -> None:
    installed = _run(database_url, "install", guide)
    assert installed.returncode == 0, installed.stderr
    assert installed.stdout.splitlines()[1].split() == "example.guide 1.0.0 0 0 1 0 1 0 installé".split()
    assert "CareTeam, Patient" in installed.stderr
    assert "cordee fhir reindex" in installed.stderr

    again = _run(database_url, "install", guide)
    assert again.returncode == 0
    assert "déjà là" in again.stdout
    assert "reindex" not in again.stderr

    assert _run(database_url, "packages").stdout.splitlines()[1].startswith("example.guide  1.0.0")

    assert _run(database_url, "uninstall", "example.guide", "1.0.0").returncode == 0
    assert _run(database_url, "packages").stdout == ""
    assert _run(database_url, "uninstall", "example.guide", "1.0.0").returncode == 1


def test_file_that_is_no_guide_is_refused_and_the_others_are_kept(
    database_url: str, guide: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.tgz").write_bytes(b"nothing")
    done = _run(database_url, "install", str(tmp_path / "bad.tgz"), guide, str(tmp_path / "absent.tgz"))
    assert done.returncode == 1
    assert "(bad.tgz)" in done.stderr
    assert "(absent.tgz)" in done.stderr
    assert "example.guide" in done.stdout
    assert "Traceback" not in done.stderr
