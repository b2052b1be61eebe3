"""What a file is, from its first bytes and never from its name."""

import re

PAPERS = frozenset({"application/pdf", "text/plain"})
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff"})
VOICES = frozenset({"audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav"})
DOCUMENT_KINDS = PAPERS | PICTURES
NOTE_KINDS = DOCUMENT_KINDS | VOICES

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"OggS\x00", "audio/ogg"),
    (b"ID3\x03", "audio/mpeg"),
    (b"ID3\x04", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_MATROSKA = b"\x1a\x45\xdf\xa3"
_CODECS_WITHIN_BYTES = 4096
_NOT_IN_A_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")


def kind_of_file(content: bytes) -> str:
    """Return the media type of a PDF, a picture, a voice recording or a plain UTF-8 text; nothing for anything else.

    A film is nothing here, though it may share the container of a voice.
    """
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content.startswith(b"RIFF") and content[8:12] in _RIFF:
        return _RIFF[content[8:12]]
    if content.startswith(_MATROSKA):
        head = content[:_CODECS_WITHIN_BYTES]
        return "audio/webm" if b"A_OPUS" in head and b"V_" not in head else ""
    if content[4:8] == b"ftyp":
        return "audio/mp4" if b"soun" in content and b"vide" not in content else ""
    return "text/plain" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    if not content or _NOT_IN_A_TEXT.search(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
