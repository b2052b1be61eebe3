"""Pages obey the strict content policy: no script, style or handler written in the HTML."""

import re
from pathlib import Path

import pytest

INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx expression": re.compile(r"\shx-(on|vals=.js:)", re.IGNORECASE),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds_inline(root: Path, what: str) -> None:
    templates = list((root / "src" / "cordee" / "web").rglob("*.html"))
    assert templates
    assert [str(file.relative_to(root)) for file in templates if INLINE[what].search(file.read_text())] == []


def test_no_template_fetches_from_elsewhere(root: Path) -> None:
    foreign = re.compile(r"(src|href)=[\"']?(https?:)?//", re.IGNORECASE)
    templates = (root / "src" / "cordee" / "web").rglob("*.html")
    assert [str(file.relative_to(root)) for file in templates if foreign.search(file.read_text())] == []
