"""`cordee import`: FHIR files into the record."""

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

from cordee.cli.options import Data, settings
from cordee.kernel.clock import now
from cordee.kernel.settings import SettingError, Settings

if TYPE_CHECKING:
    from cordee.exchange.files import ImportOptions, Progress, Tally

GARBAGE_OBJECTS = 100_000
"""Objects made before the collector looks for cycles: more than two batches hold, which have none."""

Paths = Annotated[
    list[str],
    Parameter(
        help="Des fichiers, des dossiers, ou - pour l’entrée standard.",
        negative="",
        allow_leading_hyphen=True,
    ),
]


def import_(
    paths: Paths,
    /,
    *,
    atomic: Annotated[
        bool, Parameter(help="Tout ou rien : un seul rejet annule l’import.", negative="")
    ] = False,
    bulk: Annotated[
        bool,
        Parameter(help="Charger vite ce qui est nouveau, par plusieurs processus (NDJSON).", negative=""),
    ] = False,
    processes: Annotated[
        int, Parameter(help="Avec --bulk, combien de processus.", validator=validators.Number(gte=1, lte=32))
    ] = 2,
    only: Annotated[str | None, Parameter(help="Dans les archives, les seuls noms de ce motif.")] = None,
    report: Annotated[Path | None, Parameter(help="Où écrire les rejets (NDJSON).")] = None,
    data: Data = None,
) -> int:
    """Import FHIR resources and print what became of them; the exit code is 1 when some were rejected.

    Giving the same files again, after an interruption too, makes no duplicate.
    """
    from cordee.cli.connecting import connected
    from cordee.cli.import_table import show
    from cordee.exchange.files import ImportOptions

    if bulk and atomic:
        raise SettingError(
            "--bulk et --atomic s’excluent : un chargement rapide s’enregistre par tranches.",
            "--bulk and --atomic exclude each other: a bulk load is stored in chunks.",
        )
    with connected(settings(data=data)) as found:
        folder = found.data_dir / "imports"
        rejections = report or folder / f"rejets-{now():%Y%m%d-%H%M%S}.ndjson"
        options = ImportOptions(report=rejections, journal=folder / "journal", only=only, is_atomic=atomic)
        tally = asyncio.run(_import(found, paths, options, processes if bulk else 0))
    show(tally, rejections)
    return 1 if tally.count("rejected") else 0


async def _import(found: Settings, paths: list[str], options: "ImportOptions", processes: int) -> "Tally":
    from cordee.cli.connecting import gate
    from cordee.exchange.files import bulk_import, import_files

    async with gate(found) as opened:
        gc.freeze()
        gc.set_threshold(GARBAGE_OBJECTS)
        with _shown() as on_progress:
            door = opened.system_door("import")
            if processes:
                url = str(found.database_url)
                tally = await bulk_import(door, url, paths, options, processes, on_progress)
            else:
                tally = await import_files(door, paths, options, on_progress)
            await door.refresh_statistics()
            return tally


@contextlib.contextmanager
def _shown() -> Iterator[Callable[["Progress"], None]]:
    """Show the bytes read and the entries done, on a terminal only."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from cordee.cli.console import words

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=words, transient=True, disable=not words.is_terminal) as bar:
        task = bar.add_task("Lecture")
        yield lambda done: bar.update(
            task,
            completed=done.bytes_read,
            total=done.bytes_total or None,
            description=f"{done.entries} ressources",
        )
