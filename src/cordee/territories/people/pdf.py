"""A one-page PDF made of text, small and valid: enough for a letter nobody received."""

import textwrap

LINE_CHARACTERS = 88
LINES_MAX = 52
"""What one A4 page holds; longer text is cut there."""


def pdf(title: str, paragraphs: tuple[str, ...]) -> bytes:
    """Return a PDF 1.4 of a title and paragraphs, the same bytes for the same words."""
    lines = [wrapped for text in paragraphs for wrapped in [*textwrap.wrap(text, LINE_CHARACTERS), ""]]
    content = _page(title, lines[:LINES_MAX])
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    )
    return _file(objects)


def _page(title: str, lines: list[str]) -> bytes:
    shown = b"".join(b"T*(%s)Tj" % _escaped(line) for line in lines)
    return b"BT/F2 14 Tf 60 780 Td(%s)Tj ET BT/F1 10.5 Tf 14 TL 60 760 Td%sET" % (_escaped(title), shown)


def _escaped(text: str) -> bytes:
    plain = text.replace("\u202f", "\u00a0").encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: tuple[bytes, ...]) -> bytes:
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    body += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(body)
