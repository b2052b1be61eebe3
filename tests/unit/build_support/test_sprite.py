"""The icon sprite is made of the icons named, and refuses a name nobody draws."""

from pathlib import Path

import pytest

from build_support.sprite import UnknownIconError, draw


@pytest.fixture
def icons(tmp_path: Path) -> Path:
    for form in ("outline", "filled"):
        folder = tmp_path / "@tabler" / "icons" / "icons" / form
        folder.mkdir(parents=True)
        (folder / "heart.svg").write_text(f'<!-- c --><svg width="24"><path d="{form}" /></svg>')
    return tmp_path


def test_named_icons_become_symbols(icons: Path) -> None:
    drawn = draw(icons, _names(icons, "heart\n\nheart-filled\n"))
    assert drawn.count("<symbol ") == 2
    assert 'id="heart-filled" viewBox="0 0 24 24" fill="currentColor"><path d="filled" />' in drawn


def test_unknown_icon_is_named(icons: Path) -> None:
    with pytest.raises(UnknownIconError, match="broken-heart"):
        draw(icons, _names(icons, "heart\nbroken-heart\n"))


def _names(folder: Path, text: str) -> Path:
    file = folder / "icons.txt"
    file.write_text(text)
    return file
