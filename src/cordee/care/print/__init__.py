"""Paper: PDF a professional accepts and a screen reader reads (PDF/UA-1, PDF/A-2a), from a template and plain data.

A service keeps its template (`.typ`) beside its code and calls `make_pdf`; `layout.typ` is the sheet they share.
"""

from cordee.care.print.pdf import Paper, make_pdf

__all__ = ["Paper", "make_pdf"]
