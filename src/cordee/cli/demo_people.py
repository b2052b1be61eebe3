"""What the demo prints once it answers: where to go, and who to be there."""

from collections.abc import Sequence

from rich.table import Table

from cordee.access import Actor
from cordee.cli.console import data

SEES = {
    "professional": "les personnes dont le cercle l’accueille aujourd’hui",
    "patient": "son propre dossier",
    "carer": "le dossier de son proche",
    "operator": "aucun dossier",
    "officer": "qui a ouvert quoi, et aucun dossier",
}
SEES_COORDINATOR = "tous les dossiers de sa structure"


def announce(address: str, people: Sequence[Actor]) -> None:
    """Print the address and the table of the demo people on standard output."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Compte", no_wrap=True)
    for heading in ("Personne", "Rôle", "Structure", "Voit"):
        table.add_column(heading)
    for person in people:
        table.add_row(person.login, person.name, person.role_label, person.organization_name, _sees(person))
    data.print(f"\nCordée est ouverte : {address}\n", markup=False)
    data.print(table)
    data.print("")


def _sees(person: Actor) -> str:
    return SEES_COORDINATOR if person.is_coordinator else SEES.get(person.kind, "")
