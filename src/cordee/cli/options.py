"""The options several commands share, and the settings they end in."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter, validators

from cordee.kernel.settings import SettingError, Settings

Data = Annotated[Path | None, Parameter(help="Le dossier des données (CORDEE_DATA).")]
Host = Annotated[str | None, Parameter(help="L’adresse où écouter (CORDEE_HOST).")]
Port = Annotated[int | None, Parameter(help="Le port où écouter (CORDEE_PORT).")]
Territory = Annotated[str | None, Parameter(help="Le nom du territoire (CORDEE_TERRITORY).")]
Seed = Annotated[int, Parameter(help="La graine : une même graine donne les mêmes personnes.")]

PATIENTS_MAX = 1_000_000  # the generator's own bound; importing it would load the generator
Patients = Annotated[
    int,
    Parameter(
        help="Le nombre de dossiers fictifs voulus.", validator=validators.Number(gte=0, lte=PATIENTS_MAX)
    ),
]

PORT_MAX = 65535


def settings(
    *,
    data: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    territory: str | None = None,
) -> Settings:
    """Return the settings of the environment, with what was given on the command line instead.

    Raises: SettingError when a value cannot be used.
    """
    if port is not None and not 1 <= port <= PORT_MAX:
        raise SettingError(
            f"--port doit être un nombre entier de 1 à {PORT_MAX} ; reçu : {port}.",
            f"--port takes a whole number from 1 to {PORT_MAX}; got {port}.",
        )
    given = {
        "data_dir": data and data.expanduser().absolute(),
        "host": host,
        "port": port,
        "territory": territory,
    }
    found = {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(Settings.from_environment(), **found)
