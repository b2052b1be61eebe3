"""What a server under measure runs: granian with the settings of `cordee serve`. Called by `serving`."""

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops

from cordee.cli.serve import BACKLOG


def main(target: str, port: str, workers: str) -> None:
    """Serve until terminated."""
    Granian(
        target,
        factory=True,
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.ASGI,
        http=HTTPModes.auto,
        loop=Loops.uvloop,
        workers=int(workers),
        backlog=BACKLOG,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
