"""Where the outside material lies: the npm packages of the build, and the data shared beside the checkout."""

import os
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
NPM = Path(os.environ.get("CORDEE_NPM_DIR") or ROOT / ".cache" / "npm") / "node_modules"
R4_EXAMPLES = NPM / "hl7.fhir.r4.examples"

needs_npm = pytest.mark.skipif(not R4_EXAMPLES.is_dir(), reason=f"{R4_EXAMPLES} is absent: run `make` first")
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is absent")


class Example(NamedTuple):
    """One published file."""

    name: str
    content: bytes


def r4_examples(prefix: str = "") -> Iterator[Example]:
    """Yield every resource of HL7's R4 packages, definitions included, whose file name starts with `prefix`."""
    for path in sorted(R4_EXAMPLES.glob(f"{prefix}*.json")):
        if path.name != "package.json":
            yield Example(path.name, path.read_bytes())


def guide_examples() -> Iterator[Example]:
    """Yield every example of the French guides, named `package/file`."""
    for archive in sorted((SHARED / "ig").glob("*.tgz")):
        with tarfile.open(archive) as package:
            for member in package:
                path = Path(member.name)
                if path.parent.name == "example" and path.suffix == ".json" and not path.name.startswith("."):
                    content = package.extractfile(member)
                    assert content is not None
                    yield Example(f"{archive.stem}/{path.name}", content.read())


def exclusions(file: str) -> dict[str, str]:
    """Return the excluded names of a TOML file and the place where each is wrong."""
    entries = tomllib.loads((Path(__file__).parent / file).read_text("utf-8"))["exclusion"]
    return {name: entry["expression"] for entry in entries for name in entry["files"]}
