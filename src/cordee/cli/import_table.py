"""The table that ends an import."""

from pathlib import Path

from rich.table import Table

from cordee.cli.console import data, say
from cordee.exchange.files import Tally

OUTCOMES = {"stored": "créées", "updated": "mises à jour", "unchanged": "inchangées", "rejected": "rejetées"}


def show(tally: Tally, rejections: Path) -> None:
    """Print, type by type, what became of the entries, and where the rejections are explained."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_footer=True)
    table.add_column("Type", footer="Total")
    for outcome, title in OUTCOMES.items():
        table.add_column(title, justify="right", footer=str(tally.count(outcome)))
    for type_ in tally.types():
        table.add_row(type_, *(str(tally.count(outcome, type_)) for outcome in OUTCOMES))
    data.print(table)
    if tally.skipped:
        say(f"{tally.skipped} fichier(s) passé(s) : ce n’est pas du FHIR.")
    if tally.count("rejected"):
        say(f"Les rejets et leurs raisons : {rejections}")
