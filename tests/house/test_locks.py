"""Locks carry versions and hashes, never where to fetch from: they install through any registry."""

import json
import re
from pathlib import Path

import pytest

LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_python_lock_names_no_address_and_no_path(root: Path, name: str) -> None:
    lines = (root / name).read_text().splitlines()
    assert [
        line for line in lines if "://" in line or re.match(r"\s*(-|#|\.|/)(?!-hash=sha256:)", line)
    ] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(root: Path, name: str) -> None:
    packages = (root / name).read_text().replace("\\\n", " ").splitlines()
    assert [line for line in packages if line.strip() and "--hash=sha256:" not in line] == []


def test_what_runs_has_the_same_versions_in_both_locks(root: Path) -> None:
    runs, checks = (_versions((root / name).read_text()) for name in LOCKS)
    assert runs.items() - checks.items() == set()


def test_npm_lock_names_no_address(root: Path) -> None:
    lock = json.loads((root / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def _versions(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE))
