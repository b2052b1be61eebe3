"""`cordee territory check`: a grid's lists are those of the guides installed in the database, when one runs."""

import asyncio
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from cordee.cli.entry import run
from cordee.fhir.definitions import base_registry, put_in_force
from cordee.store import Database, Packages
from tests.unit.territories.listed_grid import AIDS, GUIDE, pack_with_grid


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A pack with a grid that needs a guide, checked where no database runs."""
    monkeypatch.setenv("CORDEE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CORDEE_DATABASE_URL", raising=False)
    file = pack_with_grid(tmp_path)
    shutil.copy(str(resources.files("cordee.territories") / "packs" / "nord-saone-et-loire.yaml"), file)
    yield file
    put_in_force(base_registry())


def test_list_is_unknown_until_its_guide_is_installed(
    pack: Path, module_database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check = ["territory", "check", str(pack)]
    assert run(check) == 1
    said = capsys.readouterr()
    assert said.out.startswith(f"{pack.parent / 'questionnaires' / 'marche.json'}:")
    assert AIDS in said.out
    assert "Sans base en marche" in said.err

    monkeypatch.setenv("CORDEE_DATABASE_URL", module_database_url)
    assert run(check) == 1
    assert "Sans base en marche" not in capsys.readouterr().err
    asyncio.run(_install(module_database_url))
    assert run(check) == 0

    put_in_force(base_registry())
    monkeypatch.setenv("CORDEE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert run(check) == 1
    assert "Sans base en marche" in capsys.readouterr().err


async def _install(url: str) -> None:
    database = Database(url, pool_size=1)
    await database.open()
    try:
        await Packages(database).install(GUIDE)
    finally:
        await database.close()
