"""The address the server will listen on: free before it starts, answering after."""

import asyncio
import errno
import socket
import urllib.error
import urllib.request
from collections.abc import Callable

from cordee.kernel.errors import Category, CordeeError

HEALTH_PATH = "/sante"
ANSWER_TIMEOUT_S = 60.0
PROBE_TIMEOUT_S = 2.0
PROBE_EVERY_S = 0.05


class PortTakenError(CordeeError):
    """Another program listens on the port; nothing was started."""

    code = "port-taken"
    category = Category.CONFLICT

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Le port {port} est déjà pris par un autre programme. Rien n’a été démarré : choisissez-en un autre, "
            f"par exemple make demo PORT={port + 1} (ou --port {port + 1}).",
            f"Port {port} is already in use by another program. Nothing was started: choose another one, "
            f"for example make demo PORT={port + 1} (or --port {port + 1}).",
        )


class AddressRefusedError(CordeeError):
    """The system does not let this account listen there; nothing was started."""

    code = "address-refused"
    category = Category.UNAVAILABLE

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Impossible d’écouter sur {host}, port {port}. Rien n’a été démarré : prenez une adresse de cette machine "
            "et un port au-dessus de 1023 (PORT=8471).",
            f"Cannot listen on {host}, port {port}. Nothing was started: take an address of this machine and a port "
            "above 1023 (PORT=8471).",
        )


class NoAnswerError(CordeeError):
    """The server started and does not answer; everything was stopped again."""

    code = "no-answer"
    category = Category.UNAVAILABLE


def address(host: str, port: int) -> str:
    """Return the address a browser on this machine can open."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def ensure_free(host: str, port: int) -> None:
    """Return when the port can be listened on; raises PortTakenError or AddressRefusedError otherwise."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(port) from error
        raise AddressRefusedError(host, port) from error


async def wait_until_answering(base: str, is_alive: Callable[[], bool], log_file: object) -> None:
    """Return once the server says it is healthy; raises NoAnswerError when it dies or stays silent."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + ANSWER_TIMEOUT_S
    while loop.time() < deadline and is_alive():
        if await asyncio.to_thread(_is_healthy, base):
            return
        await asyncio.sleep(PROBE_EVERY_S)
    raise NoAnswerError(
        f"Le serveur a démarré mais ne répond pas ; tout a été arrêté. La raison est à la fin de {log_file}.",
        f"The server started but does not answer; everything was stopped. The reason is at the end of {log_file}.",
    )


def _is_healthy(base: str) -> bool:
    try:
        with urllib.request.urlopen(base + HEALTH_PATH, timeout=PROBE_TIMEOUT_S) as answer:  # noqa: S310  our own http
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False
