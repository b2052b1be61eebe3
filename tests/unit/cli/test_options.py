"""What is given on the command line wins over the environment."""

from pathlib import Path

import pytest

from cordee.cli.options import PATIENTS_MAX, settings
from cordee.kernel.settings import SettingError
from cordee.territories import people


def test_option_wins_over_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CORDEE_PORT", "9000")
    monkeypatch.setenv("CORDEE_DATA", "/elsewhere")
    chosen = settings(port=9001, data=tmp_path)
    assert (chosen.port, chosen.data_dir) == (9001, tmp_path)


def test_environment_stands_where_no_option_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORDEE_PORT", "9000")
    assert settings().port == 9000


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_port_out_of_range_is_refused(port: int) -> None:
    with pytest.raises(SettingError, match="--port"):
        settings(port=port)


def test_relative_data_folder_is_made_absolute() -> None:
    assert settings(data=Path("here")).data_dir.is_absolute()


def test_bound_of_patients_is_the_generators_own() -> None:
    assert PATIENTS_MAX == people.PATIENTS_MAX
