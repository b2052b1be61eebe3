"""The registry this process works with: base R4 until packages are loaded."""

from functools import cache
from importlib.resources import files

from cordee.fhir.definitions.artefact import Artefact
from cordee.fhir.definitions.registry import Registry

_in_force: Registry | None = None


def registry() -> Registry:
    """Return the registry in force in this process.

    Cost: reading the artefact of base R4 at the first call, some tens of milliseconds.
    """
    return _in_force if _in_force is not None else base_registry()


def put_in_force(new: Registry) -> None:
    """Make a registry the one every later call of `registry()` returns; work begun with the old one ends with it."""
    global _in_force  # noqa: PLW0603  one process, one set of definitions
    _in_force = new


@cache
def base_registry() -> Registry:
    """Return base R4 alone, as the build compiled it."""
    return Registry(base_artefact())


@cache
def base_artefact() -> Artefact:
    """Return base R4's artefact.

    Raises: FileNotFoundError on a checkout that was never built (`make`).
    """
    file = files("cordee.fhir") / "_artefact" / "r4.bin"
    if not file.is_file():
        raise FileNotFoundError("The R4 definitions were not compiled: run `make`.")
    return Artefact(file.read_bytes())
