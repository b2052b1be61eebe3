"""The grids of a territory: those that come with Cordée, and those its pack adds in a folder beside it.

A grid is a Questionnaire in JSON. What is wrong with one is told with its file, its line and what to do.
"""

import json
from collections.abc import Collection
from importlib import resources
from pathlib import Path

from cordee.fhir import decode
from cordee.fhir.json_value import Json, read_json
from cordee.kernel.errors import InvalidResourceError
from cordee.territories.errors import PackError, Problem
from cordee.territories.findings import Findings
from cordee.territories.grid_rules import check_grid

FOLDER = "questionnaires"
GRID_BYTES_MAX = 1024 * 1024
GRIDS_MAX = 200


def grids(pack: str | Path, stood: Collection[str] = ()) -> tuple[Json, ...]:
    """Return the grids of a territory, the pack's own last; `pack` is its name or its file.

    A grid of the pack stands in place of one that comes with Cordée under the same id. A list of answers that no guide
    gives any more is refused, unless it is one of `stood`: those of grids on the shelf, whose answers stay readable.
    Raises: PackError with every problem of every file.
    """
    found: dict[str, Json] = {}
    problems: list[Problem] = []
    for file in (*_files(_ours()), *_files(folder_of(pack))):
        questionnaire, wrong = _read(file, stood)
        problems += wrong
        if questionnaire is not None:
            found[questionnaire["id"]] = questionnaire
    if problems:
        raise PackError(problems[0].file, tuple(problems))
    return tuple(found.values())


def own_grids() -> tuple[Json, ...]:
    """Return the grids that come with Cordée."""
    return tuple(read_json(file.read_bytes()) for file in _files(_ours()))


def check_grids(pack: str | Path) -> list[Problem]:
    """Return every problem of the grids a pack adds, by file and line."""
    return [problem for file in _files(folder_of(pack)) for problem in _read(file)[1]]


def folder_of(pack: str | Path) -> Path:
    """Return the folder a pack's own grids are dropped in."""
    return Path(pack).parent / FOLDER if Path(pack).suffix else _ours().parent / "packs" / FOLDER


def _ours() -> Path:
    return Path(str(resources.files("cordee.territories"))) / FOLDER


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))[:GRIDS_MAX] if folder.is_dir() else []


def _read(file: Path, stood: Collection[str] = ()) -> tuple[Json | None, tuple[Problem, ...]]:
    findings = Findings(str(file))
    text = _text(file, findings)
    questionnaire = _parsed(text, findings) if text is not None else None
    if questionnaire is not None and text is not None:
        check_grid(questionnaire, text, findings, stood)
    problems = findings.sorted()
    return (None, problems) if problems else (questionnaire, ())


def _text(file: Path, findings: Findings) -> str | None:
    remedy = ("Enregistrez-le en UTF-8, en moins de 1 Mio.", "Save it as UTF-8, in less than 1 MiB.")
    try:
        if file.stat().st_size <= GRID_BYTES_MAX:
            return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        pass
    findings.add(1, "", ("Ce fichier ne peut pas être lu.", "This file cannot be read."), remedy)
    return None


def _parsed(text: str, findings: Findings) -> Json | None:
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        findings.add(
            line,
            "",
            ("Ce fichier n’est pas du JSON.", "This file is not JSON."),
            (
                "Vérifiez ici et juste avant : virgules, guillemets, accolades.",
                "Check commas, quotes and braces.",
            ),
        )
        return None
    try:
        decode(text, "Questionnaire")
    except InvalidResourceError as error:
        for issue in error.issues:
            findings.add(
                line_of(text, issue.expression),
                issue.expression,
                (issue.message_fr, issue.message_en),
                (
                    "Corrigez d’après la définition de Questionnaire (FHIR R4).",
                    "Correct it to R4's Questionnaire.",
                ),
            )
        return None
    return read_json(text)


def line_of(text: str, expression: str) -> int:
    """Return the first line of the element an expression names (`Questionnaire.item[2].type`), as near as can be."""
    name = expression.rpartition(".")[2].partition("[")[0]
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if f'"{name}"' in line), 1)
