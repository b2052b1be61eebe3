"""The command: `python -m bench [NAME]`."""

import importlib
import sys

from bench.machine import machine
from bench.report import report

BENCHMARKS = {
    "store": "bench.store",
    "pages": "bench.pages",
    "import": "bench.importing",
    "bulk": "bench.bulk",
    "path": "bench.paths",
    "validation": "bench.validation",
    "rest": "bench.rest",
    "ladder": "bench.ladder",
    "access": "bench.access",
    "lighthouse": "bench.lighthouse",
    "directory": "bench.directory",
}


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all; return 2 for a name nobody knows."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        report(name, machine(), importlib.import_module(BENCHMARKS[name]).run())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
