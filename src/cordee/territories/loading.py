"""Finds a pack by name or path, checks it whole, and gives the territory it describes."""

from importlib import resources
from pathlib import Path

import msgspec
from msgspec import inspect

from cordee.territories.document import SyntaxProblemError, Value, parse
from cordee.territories.errors import PackError, Problem
from cordee.territories.findings import Findings, did_you_mean
from cordee.territories.grids import check_grids
from cordee.territories.model import Territory
from cordee.territories.rules import check_rules
from cordee.territories.shape import build

PACK_SIZE_MAX = 16 * 1024 * 1024
"""Bytes; the largest département described in full is under 100 kB."""


def names() -> tuple[str, ...]:
    """Return the names of the packs that come with Cordée, in alphabetical order."""
    folder = resources.files("cordee.territories") / "packs"
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".yaml")))


def load(name_or_path: str | Path) -> Territory:
    """Return the territory of a pack that comes with Cordée, by name, or of any file, by path.

    When anything is wrong, nothing is returned and the error lists every problem with its line and remedy.

    Raises: PackError.
    """
    territory, problems = _read(Path(name_or_path))
    if territory is None:
        raise PackError(problems[0].file, problems)
    return territory


def check(path: str | Path) -> list[Problem]:
    """Return every problem of a pack and of the grids beside it, by line; an empty list means it can be loaded."""
    return [*_read(Path(path))[1], *check_grids(path)]


def _read(path: Path) -> tuple[Territory | None, tuple[Problem, ...]]:
    if path.suffix == "" and len(path.parts) == 1 and path.name in names():
        path = Path(str(resources.files("cordee.territories") / "packs" / f"{path.name}.yaml"))
    findings = Findings(str(path))
    text = _text(path, findings)
    return (None, findings.sorted()) if text is None else examine(text, str(path))


def examine(text: str, file: str) -> tuple[Territory | None, tuple[Problem, ...]]:
    """Return the territory a text describes, or every problem that keeps it from describing one.

    `file` is only the name problems are told under.
    """
    findings = Findings(file)
    root = _parse(text, findings)
    if root is None:
        return None, findings.sorted()
    plain = build(root, inspect.type_info(Territory), "", findings)
    check_rules(root, findings)
    problems = findings.sorted()
    return (None, problems) if problems else (msgspec.convert(plain, Territory), ())


def _text(path: Path, findings: Findings) -> str | None:
    try:
        if path.stat().st_size > PACK_SIZE_MAX:
            findings.add(
                1,
                "",
                ("Ce fichier est trop gros pour un territoire.", "This file is too large for a territory."),
                ("Un territoire tient en moins de 16 Mio.", "A territory takes less than 16 MiB."),
            )
            return None
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        findings.add(
            line,
            "",
            ("Ce fichier n’est pas écrit en UTF-8.", "This file is not written in UTF-8."),
            ("Enregistrez-le en UTF-8.", "Save it as UTF-8."),
        )
    except OSError:
        findings.add(
            1,
            "",
            (
                "Ce territoire n’existe pas ou ne peut pas être lu.",
                "This territory does not exist or cannot be read.",
            ),
            did_you_mean(path.name, names()),
        )
    return None


def _parse(text: str, findings: Findings) -> Value | None:
    try:
        return parse(text)
    except SyntaxProblemError as error:
        findings.add(
            error.line,
            "",
            (f"Cette ligne n’est pas du YAML ({error.reason}).", f"This line is not YAML ({error.reason})."),
            (
                "Vérifiez ici et juste avant : espaces de début de ligne, deux-points, guillemets.",
                "Check indentation, colons and quotes, here and just before.",
            ),
        )
    return None
