"""`cordee territory`: check the file that describes a territory."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

territory = App(name="territory", help="Vérifier la description d’un territoire.")


@territory.command(
    help="Vérifier un fichier de territoire ; chaque défaut vient avec sa ligne et son remède."
)
def check(file: Annotated[Path, Parameter(help="Le fichier, ou le nom d’un territoire fourni.")]) -> int:
    """List every problem of a pack on standard output; the exit code is 1 when there is one."""
    from cordee.cli.console import data, say
    from cordee.territories import check as problems_of

    problems = problems_of(file)
    for problem in problems:
        data.print(problem.in_french(), markup=False)
    say(f"{len(problems)} défaut(s)." if problems else "Ce territoire est prêt à être appliqué.")
    return 1 if problems else 0


@territory.command(name="list", help="Lister les territoires fournis.")
def list_() -> None:
    """Print the names of the packs that come with Cordée."""
    from cordee.cli.console import data
    from cordee.territories import names

    for name in names():
        data.print(name, markup=False)
