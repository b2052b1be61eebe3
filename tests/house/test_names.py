"""A thing without a noun has no home yet: no drawer named `utils`."""

from pathlib import Path

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "tools"}


def test_no_file_or_folder_is_a_drawer(root: Path) -> None:
    drawers = [
        str(path.relative_to(root))
        for part in ("src", "tests", "bench", "build_support")
        for path in (root / part).rglob("*")
        if path.stem.strip("_") in FORBIDDEN and "r4" not in path.parts and "node_modules" not in path.parts
    ]
    assert drawers == []
