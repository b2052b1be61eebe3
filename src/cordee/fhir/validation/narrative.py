"""The narrative: basic XHTML only, with something in it (txt-1, txt-2).

Source: https://hl7.org/fhir/R4/narrative.html#xhtml
"""

import re

from cordee.fhir.validation.report import Report

ELEMENTS = frozenset(
    "a abbr acronym address area b bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt "
    "em h1 h2 h3 h4 h5 h6 hr i img ins kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot "
    "th thead tr tt u ul var".split()
)
ATTRIBUTES = frozenset(
    "abbr accesskey align alt axis bgcolor border cellpadding cellspacing char charoff charset cite class color "
    "colspan coords datetime dir frame headers height href hreflang id ismap lang longdesc name nohref nowrap rel "
    "rev rowspan rules scope shape size space span src start style summary tabindex title type usemap valign value "
    "width xmlns".split()
)
_TAG = re.compile(
    r"<!--.*?-->|<(/?)([A-Za-z][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([\w.:-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def check_narrative(report: Report, div: str, place: str) -> None:
    """Check the `div` of a narrative. Cost: one scan of its text."""
    fault = _fault(div)
    if fault is not None:
        french, english = fault
        report.add(
            "error", "invariant", place, f"Attendu : {french} (FHIR R4).", f"Expected {english} (FHIR R4)."
        )


def _fault(div: str) -> tuple[str, str] | None:
    is_empty, position, open_tags = True, 0, list[str]()
    for tag in _TAG.finditer(div):
        text = div[position : tag.start()]
        position = tag.end()
        if "<" in text:
            break
        is_empty = is_empty and not text.strip()
        name = (tag[2] or "").rpartition(":")[2].lower()
        if not name:
            continue
        if name not in ELEMENTS or not _attributes_allowed(tag[3]):
            return (
                "uniquement les éléments et attributs XHTML de base (txt-1)",
                "only basic XHTML elements and attributes (txt-1)",
            )
        is_empty = is_empty and name != "img"
        if tag[1]:
            if not open_tags or open_tags.pop() != name:
                return _ILL_FORMED
        elif not tag[4]:
            open_tags.append(name)
    if open_tags or "<" in div[position:] or div[position:].strip():
        return _ILL_FORMED
    if is_empty:
        return "un texte ou une image dans le récit (txt-2)", "some text or image in the narrative (txt-2)"
    return None


def _attributes_allowed(text: str) -> bool:
    return all(name.rpartition(":")[2] in ATTRIBUTES for name in _ATTRIBUTE.findall(text))


_ILL_FORMED = ("un XHTML bien formé, dans un seul <div>", "well-formed XHTML inside one <div>")
