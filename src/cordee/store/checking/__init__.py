"""Checks of what PostgreSQL holds: what is derived against what it is derived from, and versions against one another.

One file a check; each yields what it finds and mends what can be mended. Nothing is taken for granted but `resource`.
"""

from cordee.store.checking.finding import Finding
from cordee.store.checking.run import check

__all__ = ["Finding", "check"]
