"""`python -m build_support.fhir NODE_MODULES`: write the typed model by hand, without building the wheel."""

import sys
from pathlib import Path

from build_support.fhir import build

if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).parents[2] / "src" / "cordee" / "fhir")
