"""`cordee directory`: the index of the directory, and what national extracts bring to it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cordee.cli.options import Data, settings
from cordee.kernel.clock import now
from cordee.kernel.settings import Settings

if TYPE_CHECKING:
    from cordee.exchange.directory import DirectoryTally

directory = App(
    name="directory", help="Administrer l’annuaire : son index, l’import des extractions nationales."
)


@directory.command(help="Réécrire l’index de l’annuaire d’après ses ressources.")
def rebuild(*, data: Data = None) -> None:
    """Write every entry of the directory anew, while others write."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import say

    with connected(settings(data=data)) as found:
        done = asyncio.run(_rebuild(found))
    say(f"{done} fiche(s) de l’annuaire relue(s).")


@directory.command(
    name="import", help="Importer une extraction nationale : Annuaire Santé, FINESS, ROR (FHIR)."
)
def import_(
    file: Annotated[Path, Parameter(help="Le fichier, compressé par gzip ou non.")],
    *,
    report: Annotated[Path | None, Parameter(help="Où écrire les lignes refusées (NDJSON).")] = None,
    data: Data = None,
) -> int:
    """Import an extract and print what became of its lines; the exit code is 1 when some were refused."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import data as output
    from cordee.cli.console import say
    from cordee.exchange.directory.errors import REASONS

    with connected(settings(data=data)) as found:
        refusals = report or found.data_dir / "imports" / f"annuaire-{now():%Y%m%d-%H%M%S}.ndjson"
        tally = asyncio.run(_import(found, file, refusals))
    counts = (("lues", tally.read), ("écrites", tally.written), ("inchangées", tally.unchanged))
    for word, count in (*counts, ("refusées", tally.refused), ("fermées", tally.closed)):
        output.print(f"{word}\t{count}", markup=False)
    for reason, count in tally.reasons.most_common():
        say(f"{count} ligne(s) refusée(s) : {REASONS[reason]}.")
    if tally.refused:
        say(f"Leurs numéros : {refusals}")
    if tally.kept_open:
        say(f"{tally.kept_open} fiche(s) absente(s) du fichier, plus de la moitié : aucune n’a été fermée.")
    return 1 if tally.refused else 0


async def _import(found: Settings, file: Path, refusals: Path) -> "DirectoryTally":
    from cordee.cli.connecting import gate
    from cordee.cli.progress import shown
    from cordee.exchange.directory import import_directory

    async with gate(found) as opened:
        with shown("Annuaire") as on_progress:
            return await import_directory(opened.system_door("directory"), file, refusals, on_progress)


async def _rebuild(found: Settings) -> int:
    from cordee.cli.fhir_index import database_of
    from cordee.cli.progress import shown
    from cordee.store.directory import rebuild as rebuilt

    async with database_of(found) as database:
        with shown("Annuaire") as on_progress:
            return await rebuilt(database, on_progress)
