"""`python -m build_support`: what the build hook does, with its progress on the terminal."""

import sys
from pathlib import Path

from build_support.generate import clean, generate


def main() -> None:
    """Generate what is missing or out of date; with `--clean`, remove what was generated first."""
    root = Path(__file__).resolve().parent.parent
    if "--clean" in sys.argv[1:]:
        clean(root)
    generate(root, lambda line: print(f"  {line}", file=sys.stderr, flush=True))


if __name__ == "__main__":
    main()
