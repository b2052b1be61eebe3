"""One thing that is wrong."""

from typing import Literal

import msgspec

from cordee.store.asker import system_asker

CHECKER = system_asker("check")
"""Checks read everything: they are the platform's own."""

What = Literal["index", "columns", "circle", "consent", "letters", "leftover", "history", "dangling"]


class Finding(msgspec.Struct, frozen=True):
    """What is wrong with one resource, by type and id; `detail` names tables, versions or references, never content."""

    what: What
    type: str
    id: str
    detail: str
    is_mended: bool = False
