"""Read an implementation guide from a file."""

from pathlib import Path

from cordee.fhir.definitions import PackageRefusedError
from cordee.fhir.definitions.archive import PACKAGE_BYTES_MAX
from cordee.fhir.definitions.compiling import CompiledPackage, compile_package


def read_guide(file: Path) -> CompiledPackage:
    """Return the package of a `.tgz` file, compiled.

    Raises: PackageRefusedError, its reason bearing the file's name, when it cannot be read or is no FHIR package.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(PACKAGE_BYTES_MAX + 1)
    except OSError:
        raise PackageRefusedError(
            "le fichier ne peut pas être lu.", "the file cannot be read.", file.name
        ) from None
    try:
        return compile_package(content)
    except PackageRefusedError as error:
        raise PackageRefusedError(error.reason_fr, error.reason_en, file.name) from None
