"""The words of an HTML message: a block a line, nothing of its styles and scripts, no address followed."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr "
    "ul".split()
)
_UNREAD = frozenset({"head", "script", "style", "template", "title"})
_SPACES = re.compile(r"[^\S\n]+")
_TAGS = re.compile(r"<[^<>]*>")
_LINES = re.compile(r"\n\s*\n\s*")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        if tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.found.append(_SPACES.sub(" ", data.replace("\n", " ")))


def text_of_html(html: str) -> str:
    """Return what an HTML message says, however broken it is; never raises."""
    words = _Words()
    try:
        words.feed(html)
        words.close()
        said = "".join(words.found)
    except (AssertionError, ValueError):  # the parser of the standard library gives up on some markup
        said = _TAGS.sub(" ", html)
    lines = (line.strip() for line in said.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()
