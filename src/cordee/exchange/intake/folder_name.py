"""Names of folders as IMAP writes them: quoted, and in the modified UTF-7 of RFC 3501, 5.1.3."""

import base64
import re

_FOREIGN = re.compile(r"[^\x20-\x7e]+")


def folder_name(name: str) -> str:
    """Return a folder's name ready for a command: `Traités` is `"Trait&AOk-s"`."""
    coded = _FOREIGN.sub(lambda found: _shifted(found[0]), name.replace("&", "&-"))
    quoted = coded.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _shifted(text: str) -> str:
    packed = base64.b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=")
    return f"&{packed.replace('/', ',')}-"
