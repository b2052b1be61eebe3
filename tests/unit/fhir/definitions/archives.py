"""Package archives made in memory, well formed or hostile."""

import io
import json
import tarfile
from collections.abc import Mapping
from typing import Any

MANIFEST: dict[str, Any] = {
    "name": "example.guide",
    "version": "1.0.0",
    "fhirVersions": ["4.0.1"],
    "title": "Guide",
}


def package(resources: Mapping[str, Any], manifest: Mapping[str, Any] | None = None) -> bytes:
    """Return a package with these files in its `package` folder, and a `package.json`."""
    files = {f"package/{name}": content for name, content in resources.items()}
    return archive([("package/package.json", manifest or MANIFEST), *files.items()])


def archive(files: list[tuple[str, Any]]) -> bytes:
    """Return a gzipped tar of these files, bytes as they are and everything else as JSON."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as opened:
        for name, content in files:
            text = content if isinstance(content, bytes) else json.dumps(content).encode()
            member = tarfile.TarInfo(name)
            member.size = len(text)
            opened.addfile(member, io.BytesIO(text))
    return made.getvalue()
