"""One SVG file of the icons the pages use, drawn from Tabler's set and sent once."""

import re
from pathlib import Path

FILLED = "-filled"
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_OUTLINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


class UnknownIconError(RuntimeError):
    """The list names icons that Tabler does not draw."""


def draw(node_modules: Path, names: Path) -> str:
    """Return the sprite of the icons listed in `names`, one a line; `x-filled` is the filled form of `x`.

    Raises: UnknownIconError naming every icon that does not exist.
    """
    listed = sorted({line.strip() for line in names.read_text().splitlines() if line.strip()})
    found = {name: _file(node_modules, name) for name in listed}
    if missing := [name for name, file in found.items() if not file.is_file()]:
        raise UnknownIconError(f"{names.name} names icons unknown to Tabler: {', '.join(missing)}")
    symbols = "\n".join(_symbol(name, file.read_text()) for name, file in found.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _file(node_modules: Path, name: str) -> Path:
    form = "filled" if name.endswith(FILLED) else "outline"
    return node_modules / "@tabler" / "icons" / "icons" / form / f"{name.removesuffix(FILLED)}.svg"


def _symbol(name: str, text: str) -> str:
    drawing = _DRAWING.search(text)
    inside = " ".join(drawing[1].split()) if drawing else ""
    paint = 'fill="currentColor"' if name.endswith(FILLED) else _OUTLINE
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{inside}</symbol>'
