"""What the privacy officer works with: lines of the trace and reviews, in words. Nothing of any record."""

from cordee.care.privacy.finding import find_person
from cordee.care.privacy.lines import LinePage, ShownLine, line_page, shown_lines
from cordee.care.privacy.names import Named, names_of

__all__ = ["LinePage", "Named", "ShownLine", "find_person", "line_page", "names_of", "shown_lines"]
