"""Generate `cordee.fhir.r4` from the definitions HL7 publishes."""

import shutil
from pathlib import Path

from build_support.fhir.definitions import read_definitions
from build_support.fhir.package import write_package


def build(node_modules: Path, target: Path) -> None:
    """Write the typed model into `target/r4`, replacing what an earlier build left there.

    Cost: a few seconds, most of it reading the published JSON.
    """
    destination = target / "r4"
    fresh = target / "r4.new"
    shutil.rmtree(fresh, ignore_errors=True)
    write_package(read_definitions(node_modules), fresh)
    shutil.rmtree(destination, ignore_errors=True)
    fresh.rename(destination)
