"""A data folder that has been opened once, kept for the tests that need a second start."""

from pathlib import Path

import pytest

from tests.acceptance.running import demo


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its database, its territory and its people, nothing running on it."""
    folder = tmp_path_factory.mktemp("data") / "cordee"
    with demo(folder) as running:
        running.wait_until_open()
    return folder
