"""`htmlChecks()`: is a narrative the small, safe XHTML that R4 allows.

Source: https://hl7.org/fhir/R4/narrative.html#rules
"""

import re
from html.parser import HTMLParser

from cordee.fhir.path.functions.registry import function
from cordee.fhir.path.node import FALSE, Nodes, boolean
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite

NARRATIVE_DEPTH_MAX = 200

_ELEMENTS = frozenset(
    "a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img "
    "li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var".split()
)
_VOID = frozenset("br hr img col".split())
_ATTRIBUTES = frozenset(
    "abbr accesskey align alt axis border cellhalign cellpadding cellspacing cellvalign char charoff charset cite "
    "class colspan coords dir frame headers height href hreflang id lang longdesc name nowrap rel rev rowspan rules "
    "scope shape span src start style summary tabindex title type valign value width xml:lang xmlns".split()
)
_UNSAFE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data(?!:image/))\s*:", re.IGNORECASE)


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.is_safe = True
        self.has_content = False
        self.open: list[str] = []
        self._is_closed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_root = not self.open
        self.is_safe &= tag in _ELEMENTS and len(self.open) < NARRATIVE_DEPTH_MAX
        self.is_safe &= not is_root or (tag == "div" and not self._is_closed)
        self.is_safe &= all(_is_allowed(name, value or "") for name, value in attrs)
        self.has_content |= tag == "img"
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.is_safe = False
        self._is_closed = not self.open

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.has_content = True
            self.is_safe &= bool(self.open)

    def handle_decl(self, decl: str) -> None:
        self.is_safe = False

    def handle_pi(self, data: str) -> None:
        self.is_safe = False

    def unknown_decl(self, data: str) -> None:
        self.is_safe = False


def _is_allowed(name: str, value: str) -> bool:
    is_address = name in {"href", "src", "cite", "longdesc"}
    return name in _ATTRIBUTES and not (is_address and _UNSAFE_ADDRESS.match(value))


def is_safe_narrative(text: str) -> bool:
    """Return whether a text is one `div` of the elements and attributes R4 allows, well nested, with some content."""
    checker = _Checker()
    checker.feed(text)
    checker.close()
    return checker.is_safe and checker.has_content and not checker.open


@function("htmlChecks")
def html_checks(site: CallSite) -> Run:
    """Return whether the one narrative follows R4's rules."""

    def run(scope: Scope) -> Nodes:
        node = site.one(site.source(scope))
        if node is None:
            return []
        return boolean(is_safe_narrative(node.value)) if isinstance(node.value, str) else FALSE

    return run


function("htmlChecks2")(html_checks)
