"""The wheel's build hook: generate the FHIR model and the browser assets before the files are collected."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CordeeBuildHook(BuildHookInterface[Any]):
    """Runs `build_support` for wheels and editable installs; a source archive carries sources only."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate what is missing or out of date; takes under a second when nothing changed."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        try:
            from build_support.generate import generate  # noqa: PLC0415  the checkout is not on the path before
        finally:
            sys.path.remove(self.root)
        generate(Path(self.root), self.app.display_info)
