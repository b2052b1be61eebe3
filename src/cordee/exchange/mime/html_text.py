"""The words of an HTML message: a block a line, nothing of its styles and scripts, no address followed.

The parser of the standard library takes the square of the length of what is never closed (`<a <a <a`, `<!--<!--`). This
one goes forward only: what is never closed is looked for once.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr "
    "ul".split()
)
_UNREAD = frozenset({"head", "script", "style", "template", "title"})
_CLOSING = {name: re.compile(rf"</{name}\b", re.IGNORECASE | re.ASCII) for name in _UNREAD}
_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_QUOTED_MAX = 4  # signs `>` looked over within one quoted value
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n\s*\n\s*")


def text_of_html(html: str) -> str:
    """Return what an HTML message says, however broken it is; never raises. Cost: linear in its length."""
    said = "".join(_words(html))
    lines = (line.strip() for line in said.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _words(html: str) -> Iterator[str]:
    """Yield words, and a line's end for each block; a sign that opens nothing is a word."""
    last_sign, last_comment = html.rfind(">"), html.rfind("-->")
    unclosed: set[str] = set()
    position = 0
    while (opening := html.find("<", position)) >= 0:
        yield _said(html[position:opening])
        name = _NAME.match(html, opening + 1)
        if opening > last_sign or not (name or html[opening + 1 : opening + 2] in {"!", "?"}):
            yield "<"
            position = opening + 1
        elif name is None and html.startswith("<!--", opening) and opening < last_comment:
            position = html.find("-->", opening + 2) + 3
        else:
            position = _tag_end(html, opening)
            if name is not None:
                yield "\n" if name[2].lower() in _BLOCKS else ""
                position = _after_unread(html, position, name, unclosed)
    yield _said(html[position:])


def _tag_end(html: str, opening: int) -> int:
    """Return where a tag ends: at its first `>` that stands in no quoted value."""
    first = end = html.find(">", opening)
    quotes = html.count('"', opening, end)
    for _ in range(_QUOTED_MAX):
        if quotes % 2 == 0:
            return end + 1
        start, end = end, html.find(">", end + 1)
        if end < 0:
            break
        quotes += html.count('"', start, end)
    return first + 1


def _after_unread(html: str, position: int, name: re.Match[str], unclosed: set[str]) -> int:
    """Return where an element that nobody reads is closed; `unclosed` keeps those that never are."""
    element = name[2].lower()
    if name[1] or element not in _UNREAD or element in unclosed:
        return position
    closing = _CLOSING[element].search(html, position)
    if closing is None:
        unclosed.add(element)
        return position
    return closing.start()


def _said(text: str) -> str:
    with suppress(ValueError):  # a number of thousands of digits
        text = unescape(text)
    return _SPACES.sub(" ", text.replace("\n", " "))
