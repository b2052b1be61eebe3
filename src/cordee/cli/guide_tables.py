"""The tables of `cordee fhir install` and `cordee fhir packages`."""

from typing import NamedTuple

from rich.table import Table

from cordee.cli.console import data, say
from cordee.fhir.definitions.compiling import CompiledPackage
from cordee.fhir.definitions.contents import Kind
from cordee.store import InstalledPackage, Installing

_COLUMNS = {
    "Profils": (Kind.PROFILE, Kind.LOGICAL_MODEL),
    "Extensions": (Kind.EXTENSION,),
    "Jeux de valeurs": (Kind.VALUE_SET,),
    "Nomenclatures": (Kind.CODE_SYSTEM,),
    "Recherches": (Kind.SEARCH_PARAMETER,),
    "Autres": (Kind.CONCEPT_MAP, Kind.OPERATION, Kind.COMPARTMENT, Kind.QUESTIONNAIRE),
}
_OUTCOMES = {
    Installing.INSTALLED: "installé",
    Installing.REPLACED: "remplacé",
    Installing.UNCHANGED: "déjà là",
}
REINDEX = "cordee fhir reindex"


class Installed(NamedTuple):
    """A package and what installing it came to."""

    guide: CompiledPackage
    outcome: Installing


def show_installed(done: list[Installed]) -> None:
    """Print what each package brought, then what of it could not be used and what remains to be done."""
    if not done:
        return
    table = _table("Résultat")
    types: set[str] = set()
    for guide, outcome in done:
        header = guide.artefact.header
        table.add_row(header.name, header.version, *_counts(header.contents), _OUTCOMES[outcome])
        if outcome is not Installing.UNCHANGED:
            types.update(header.searched_types)
    data.print(table)
    for guide, _ in done:
        for setback in guide.setbacks:
            verb = "écarté" if setback.is_left_out else "gardé"
            say(f"{guide.artefact.package} : {setback.file} {verb}, {setback.reason_fr}")
    if types:
        say_reindex(types)


def show_packages(installed: list[InstalledPackage]) -> None:
    """Print what is installed, and what waits for a re-index."""
    if not installed:
        say("Aucun guide installé. `cordee fhir install PAQUET.tgz` en ajoute un.")
        return
    table = _table("Installé le")
    for found in installed:
        day = f"{found.installed_at:%Y-%m-%d}"
        table.add_row(found.package.name, found.package.version, *_counts(found.contents), day)
    data.print(table)
    if types := {type_ for found in installed for type_ in found.pending_types}:
        say_reindex(types)


def say_reindex(types: set[str]) -> None:
    """Say that what is stored already must be indexed anew to be found by the new search parameters."""
    say(
        f"De nouveaux paramètres de recherche portent sur {', '.join(sorted(types))}. Ce qui est déjà enregistré n’est "
        f"trouvé par eux qu’une fois réindexé, ce qui se fait sans arrêt : {REINDEX}"
    )


def _table(last: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Paquet")
    table.add_column("Version")
    for title in _COLUMNS:
        table.add_column(title, justify="right")
    table.add_column(last)
    return table


def _counts(contents: dict[str, int]) -> list[str]:
    return [str(sum(contents.get(kind, 0) for kind in kinds)) for kinds in _COLUMNS.values()]
