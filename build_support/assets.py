"""Browser assets: the sources of `cordee.web` bundled with their npm packages under content-hashed names.

Entry points are the `.js` and `.css` files directly in `assets_src`; files in `assets_src/static` are copied;
the icons named in `icons.txt` become `icons.svg`. All end in `_assets` under a name that changes with the
content, listed in `manifest.json` (source → built), with a `.gz` beside every text.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from build_support import sprite

ESBUILD_TIMEOUT_S = 120
MANIFEST = "manifest.json"
TEXTS = (".js", ".css", ".svg")
ICONS = "icons.txt"
FILE_LOADERS = ("woff2", "woff", "ttf", "svg", "png", "webp", "jpg")


class AssetsError(RuntimeError):
    """The bundler refused a source; the previous assets were kept."""


def build(node_modules: Path, sources: Path, target: Path) -> None:
    """Bundle every entry point of `sources` into `target`, replacing what was there once all succeeded."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    manifest = _bundle(node_modules, sources, fresh) | _copy_static(sources / "static", fresh)
    if (sources / ICONS).is_file():
        manifest["icons.svg"] = _put(fresh, "icons.svg", sprite.draw(node_modules, sources / ICONS).encode())
    _compress(fresh)
    (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _bundle(node_modules: Path, sources: Path, target: Path) -> dict[str, str]:
    entries = sorted(file for file in sources.glob("*.*") if file.suffix in {".js", ".css"})
    if not entries:
        return {}
    report = target / "report.json"
    finished = subprocess.run(
        [
            str(_esbuild(node_modules)),
            *map(str, entries),
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
        ],
        cwd=sources,
        env={**os.environ, "NODE_PATH": str(node_modules)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=ESBUILD_TIMEOUT_S,
        check=False,
    )
    if finished.returncode:
        raise AssetsError(f"esbuild refused the browser sources:\n{finished.stderr[-4000:]}")
    outputs = json.loads(report.read_text())["outputs"]
    report.unlink()
    return {
        Path(made["entryPoint"]).name: Path(name).name
        for name, made in outputs.items()
        if "entryPoint" in made
    }


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
