"""`cordee doctor`: each unsafe setting is found, and a safe installation has none."""

from pathlib import Path

import msgspec
import pytest

from cordee.cli.health import UNSAFE, findings
from cordee.kernel.settings import Settings

SAFE = Settings(
    data_dir=Path("absent"),
    host="10.0.0.4",
    public_url="https://cordee.example.org",
    trusted_proxies=("10.0.0.0/8",),
    psc_issuer="https://psc.example.org",
    secret_key="0" * 64,
    smtp_url="smtps://mail.example.org",
    seal_key_file="/seals/key",
    seal_file="/seals/seals.jsonl",
)


async def _unsafe(settings: Settings) -> list[str]:
    return [one.about for one in await findings(settings) if one.grade == UNSAFE]


async def test_a_safe_installation_has_nothing_unsafe() -> None:
    assert await _unsafe(SAFE) == []


@pytest.mark.parametrize(
    ("about", "change"),
    [
        ("CORDEE_DEMO", {"demo": True}),
        ("CORDEE_PUBLIC_URL", {"public_url": "http://cordee.example.org"}),
        ("CORDEE_PUBLIC_URL", {"public_url": ""}),
        ("CORDEE_SESSION_HOURS", {"session_hours": 48}),
        ("CORDEE_SESSION_IDLE_MINUTES", {"session_idle_minutes": 600}),
        ("CORDEE_SUBSCRIPTION_PRIVATE", {"subscription_private": True}),
        ("CORDEE_PSC_ISSUER", {"psc_issuer": "http://psc.example.org"}),
        ("CORDEE_PSC_ACR", {"psc_acr": "weak"}),
        ("CORDEE_INTAKE_IMAP_URL", {"intake_imap_url": "imaps://a@127.0.0.1:1/INBOX"}),
        ("CORDEE_REQUESTS_PER_MINUTE", {"requests_per_minute": 0}),
        ("CORDEE_DATABASE_URL", {"database_url": "postgresql://nobody@127.0.0.1:1/none"}),
    ],
)
async def test_each_unsafe_setting_is_found(about: str, change: dict[str, object]) -> None:
    assert await _unsafe(msgspec.structs.replace(SAFE, **change)) == [about]


async def test_a_key_others_can_read_is_found(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text("key")
    key.chmod(0o644)
    assert await _unsafe(msgspec.structs.replace(SAFE, data_dir=tmp_path)) == ["secret.key"]
    key.chmod(0o600)
    assert await _unsafe(msgspec.structs.replace(SAFE, data_dir=tmp_path)) == []
