"""What somebody wrote, as the narrative of a section and back: paragraphs, nothing else. Pure."""

import html
import re

from cordee.fhir.r4 import Narrative

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def narrative_of(text: str) -> Narrative:
    """Return a text as a narrative, one paragraph a line."""
    lines = text.split("\n") if text else [""]
    inner = "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
    return Narrative(status="additional", div=f'<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>')


def text_in(narrative: Narrative | None) -> str:
    """Return the text of a narrative written by `narrative_of`; of another, what stands in its paragraphs."""
    found = _PARAGRAPH.findall((narrative.div if narrative else None) or "")
    return "\n".join(html.unescape(re.sub(r"<[^>]+>", "", one)) for one in found).strip()
