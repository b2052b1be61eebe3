"""Browser assets: the sources of `cordee.web` bundled with their npm packages under content-hashed names.

Entry points are the `.js` and `.css` files directly in `assets_src`; files in `assets_src/static` are copied;
the icons named in `icons.txt` become `icons.svg`. All end in `_assets` under a name that changes with the
content, listed in `manifest.json` (source → built), with a `.gz` beside every text.

Of Tabler's style sheet, 90 kB compressed, only the rules the pages use leave: what templates, Python and scripts of
`cordee.web` name. It stands for the packages as `tabler-used/tabler.css`.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from build_support import npm, sprite

BUILD_TIMEOUT_S = 120
MANIFEST = "manifest.json"
TEXTS = (".js", ".css", ".svg")
ICONS = "icons.txt"
TABLER = Path("@tabler/core/dist/css/tabler.min.css")
USED_TABLER = Path("tabler-used/tabler.css")
NAMING = (".html", ".py", ".js")
FILE_LOADERS = ("woff2", "woff", "ttf", "svg", "png", "webp", "jpg")


class AssetsError(RuntimeError):
    """The bundler or the purger refused a source; the previous assets were kept."""


def build(node_modules: Path, sources: Path, target: Path) -> None:
    """Bundle every entry point of `sources` into `target`, replacing what was there once all succeeded."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        _use_tabler(node_modules, sources.parent, Path(made) / USED_TABLER)
        manifest = _bundle([Path(made), node_modules], sources, fresh)
    manifest |= _copy_static(sources / "static", fresh)
    if (sources / ICONS).is_file():
        manifest["icons.svg"] = _put(fresh, "icons.svg", sprite.draw(node_modules, sources / ICONS).encode())
    _compress(fresh)
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _use_tabler(node_modules: Path, pages: Path, target: Path) -> None:
    target.parent.mkdir(parents=True)
    files = sorted(file for file in pages.rglob("*") if file.suffix in NAMING and "_assets" not in file.parts)
    script = Path(__file__).with_name("used_styles.cjs")
    command: list[str | Path] = [npm.node(), script, node_modules, node_modules / TABLER, target, *files]
    _run(command, "rules of the style sheet", {})


def _bundle(modules: Sequence[Path], sources: Path, target: Path) -> dict[str, str]:
    entries = sorted(file for file in sources.glob("*.*") if file.suffix in {".js", ".css"})
    if not entries:
        return {}
    report = target / "report.json"
    command: list[str | Path] = [
        _esbuild(modules[-1]),
        *entries,
        "--bundle",
        "--minify",
        "--target=es2020,chrome100,firefox100,safari15",
        "--charset=utf8",
        "--entry-names=[name]-[hash]",
        "--asset-names=[name]-[hash]",
        *(f"--loader:.{extension}=file" for extension in FILE_LOADERS),
        f"--outdir={target}",
        f"--metafile={report}",
        "--log-level=warning",
    ]
    _run(command, "the browser sources", {"NODE_PATH": os.pathsep.join(map(str, modules))}, cwd=sources)
    outputs = json.loads(report.read_text())["outputs"]
    report.unlink()
    return {
        Path(made["entryPoint"]).name: Path(name).name
        for name, made in outputs.items()
        if "entryPoint" in made
    }


def _run(
    command: Sequence[str | Path], what: str, environment: dict[str, str], cwd: Path | None = None
) -> None:
    finished = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=BUILD_TIMEOUT_S,
        check=False,
    )
    if finished.returncode:
        raise AssetsError(f"{what} were refused:\n{finished.stderr[-4000:]}")


def _copy_static(sources: Path, target: Path) -> dict[str, str]:
    files = sorted(path for path in sources.rglob("*") if path.is_file())
    return {str(file.relative_to(sources)): _put(target, file.name, file.read_bytes()) for file in files}


def _put(target: Path, name: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()[:8].upper()
    built = f"{Path(name).stem}-{digest}{Path(name).suffix}"
    (target / built).write_bytes(content)
    return built


def _compress(target: Path) -> None:
    for file in sorted(path for path in target.iterdir() if path.suffix in TEXTS):
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))


def _esbuild(node_modules: Path) -> Path:
    found = sorted(node_modules.glob("@esbuild/*/bin/esbuild"))
    if not found:
        raise AssetsError("esbuild has no program for this machine among the npm packages installed.")
    found[0].chmod(found[0].stat().st_mode | 0o111)
    return found[0]
