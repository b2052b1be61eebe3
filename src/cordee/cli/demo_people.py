"""What the demo prints once it answers: where to go, and who to be there."""

from collections.abc import Sequence

from rich.table import Table

from cordee.access import Actor
from cordee.cli.console import data

SEES = {
    "professional": "les dossiers dont elle ou il est du cercle aujourd’hui",
    "patient": "son propre dossier",
    "carer": "le dossier de son proche, tant que son mandat court",
    "operator": "aucun dossier : les chiffres seulement",
}
SEES_COORDINATOR = "tous les dossiers de son dispositif"


def announce(address: str, people: Sequence[Actor]) -> None:
    """Print the address and the table of the demo people on standard output."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Personne", "Rôle", "Structure", "Voit", "Compte"):
        table.add_column(heading)
    for person in people:
        table.add_row(person.name, person.role_label, person.organization_name, _sees(person), person.login)
    data.print(f"\nCordée est ouverte : {address}\n", markup=False)
    data.print(table)
    data.print("")


def _sees(person: Actor) -> str:
    return SEES_COORDINATOR if person.is_coordinator else SEES.get(person.kind, "")
