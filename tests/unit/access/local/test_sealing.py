"""Sealing under the key of the installation."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cordee.access.local.sealing import Sealer
from cordee.access.local.secret_key import SecretKeyError, secret_key
from cordee.kernel.settings import Settings

KEY = base64.b64encode(bytes(range(32))).decode()


def test_what_is_sealed_opens_for_its_owner_only(tmp_path: Path) -> None:
    sealer = Sealer(Settings(data_dir=tmp_path, secret_key=KEY))
    sealed = sealer.seal(b"secret", "anne")
    assert b"secret" not in sealed
    assert sealer.seal(b"secret", "anne") != sealed
    assert sealer.open(sealed, "anne") == b"secret"
    with pytest.raises(SecretKeyError):
        sealer.open(sealed, "paul")


@pytest.mark.parametrize("damage", [b"", b"\x01", b"\x02" + bytes(40), b"\x01" + bytes(40)])
def test_damaged_seal_is_refused(tmp_path: Path, damage: bytes) -> None:
    with pytest.raises(SecretKeyError):
        Sealer(Settings(data_dir=tmp_path, secret_key=KEY)).open(damage, "anne")


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    sealed = Sealer(Settings(data_dir=tmp_path, secret_key=KEY)).seal(b"secret", "anne")
    with pytest.raises(SecretKeyError):
        Sealer(Settings(data_dir=tmp_path)).open(sealed, "anne")


def test_key_is_made_once_for_its_owner_alone_whoever_comes_first(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: secret_key(settings), range(8)))
    assert len(keys) == 1
    assert [file.name for file in settings.data_dir.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((settings.data_dir / "secret-key").stat().st_mode) == 0o600


def test_key_comes_from_the_environment_then_the_file_named(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    given = Settings.from_environment({"CORDEE_DATA": str(tmp_path), "CORDEE_SECRET_KEY_FILE": str(file)})
    assert secret_key(given) == bytes(range(32))
    assert not (tmp_path / "secret-key").exists()
    named = Settings.from_environment({"CORDEE_DATA": str(tmp_path), "CORDEE_SECRET_KEY": KEY})
    assert secret_key(named) == bytes(range(32))


@pytest.mark.parametrize("text", ["", "short", "é" * 50, base64.b64encode(bytes(31)).decode()], ids=range(4))
def test_unusable_key_is_refused_and_not_replaced(tmp_path: Path, text: str) -> None:
    file = tmp_path / "secret-key"
    file.write_text(text)
    with pytest.raises(SecretKeyError):
        secret_key(Settings(data_dir=tmp_path))
    assert file.read_text() == text
