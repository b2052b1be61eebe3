"""What a file is, from its first bytes and never from its name."""

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_TEXT_CONTROLS_ALLOWED = frozenset(b"\t\n\r\f")
_CONTROL_MAX = 0x20


def kind_of_file(content: bytes) -> str:
    """Return the media type of a PDF, a JPEG, a PNG or a plain UTF-8 text; nothing for anything else."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    return "text/plain" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    if not content or any(byte < _CONTROL_MAX and byte not in _TEXT_CONTROLS_ALLOWED for byte in content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
