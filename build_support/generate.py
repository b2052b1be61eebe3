"""The whole generation, step by step, each skipped when its inputs have not changed."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from build_support import assets, npm
from build_support.stamps import Stamp

Say = Callable[[str], None]

SHARED_WITH_RUNTIME = ("slimming.py", "artefact_writing.py")
"""What compiles installed guides at run time compiles base R4 at build time."""

MAKES_ASSETS = ("assets.py", "sprite.py", "used_styles.cjs")


def generate(root: Path, say: Say) -> None:
    """Bring the FHIR model and the browser assets of a checkout up to date, saying each step."""
    support = root / "build_support"
    locked = [root / name for name in npm.PACKAGE_FILES]
    package = root / "src" / "cordee"
    sources = package / "web" / "assets_src"
    _step(
        Stamp(root / ".cache" / "build" / "fhir.json", [*locked, support / "fhir"], package / "fhir" / "r4"),
        "définitions FHIR R4",
        lambda modules: _define(modules, package / "fhir"),
        root,
        say,
    )
    compiled = [*locked, *(package / "fhir" / "definitions" / name for name in SHARED_WITH_RUNTIME)]
    _step(
        Stamp(
            root / ".cache" / "build" / "artefact.json",
            [*compiled, support / "fhir" / "artefact.py"],
            package / "fhir" / "_artefact",
        ),
        "définitions FHIR compilées",
        lambda modules: _compile(modules, package / "fhir"),
        root,
        say,
    )
    _step(
        Stamp(
            root / ".cache" / "build" / "assets.json",
            [*locked, *_pages(package / "web"), *(support / name for name in MAKES_ASSETS)],
            package / "web" / "_assets",
        ),
        "fichiers du navigateur",
        lambda modules: assets.build(modules, sources, package / "web" / "_assets"),
        root,
        say,
    )


def clean(root: Path) -> None:
    """Remove everything generated, so that the next build starts from nothing."""
    package = root / "src" / "cordee"
    for made in (package / "fhir" / "r4", package / "fhir" / "_artefact", package / "web" / "_assets"):
        shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(root / ".cache" / "build", ignore_errors=True)


def _pages(web: Path) -> list[Path]:
    """Return everything of the pages: the style sheet keeps what any of them names."""
    return [path for path in web.iterdir() if path.name != "_assets"]


def _define(node_modules: Path, target: Path) -> None:
    from build_support import fhir  # noqa: PLC0415  a checkout that is up to date never needs the generator

    fhir.build(node_modules, target)


def _compile(node_modules: Path, target: Path) -> None:
    from build_support.fhir.artefact import build_artefact  # noqa: PLC0415  same

    build_artefact(node_modules, target)


def _step(stamp: Stamp, name: str, make: Callable[[Path], None], root: Path, say: Say) -> None:
    if stamp.is_current():
        return
    started = time.monotonic()
    say(f"paquets npm pour les {name}…")
    modules = npm.install(root)
    say(f"construction des {name}…")
    make(modules)
    stamp.write()
    say(f"{name} : {time.monotonic() - started:.1f} s")
