"""`cordee territory`: check the file that describes a territory."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cordee.cli.options import Data, settings

territory = App(name="territory", help="Vérifier la description d’un territoire.")


@territory.command(
    help="Vérifier un fichier de territoire ; chaque défaut vient avec sa ligne et son remède."
)
def check(
    file: Annotated[Path, Parameter(help="Le fichier, ou le nom d’un territoire fourni.")],
    *,
    data: Data = None,
) -> int:
    """List every problem of a pack on standard output; the exit code is 1 when there is one.

    Lists of answers are those of R4, of the files, and of the guides installed in the database when one runs.
    """
    from cordee.cli.console import data as out
    from cordee.cli.console import say
    from cordee.cli.known_guides import put_guides_in_force
    from cordee.territories import check as problems_of

    has_guides = put_guides_in_force(settings(data=data))
    problems = problems_of(file)
    for problem in problems:
        out.print(problem.in_french(), markup=False)
    if problems and not has_guides:
        say("Sans base en marche, les listes des guides installés ne sont pas connues.")
    say(f"{len(problems)} défaut(s)." if problems else "Ce territoire est prêt à être appliqué.")
    return 1 if problems else 0


@territory.command(name="list", help="Lister les territoires fournis.")
def list_() -> None:
    """Print the names of the packs that come with Cordée."""
    from cordee.cli.console import data
    from cordee.territories import names

    for name in names():
        data.print(name, markup=False)
