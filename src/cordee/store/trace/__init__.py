"""The trace: what its lines say, the chain they are linked into, and what verifying it finds.

Lines are written by `store.tracing` and by the statements of reads and writes themselves; nothing here stands on their
way. See docs/trace.md and ADR 0025.
"""

from cordee.store.trace.lines import LineFilter, Lines, TraceLine
from cordee.store.trace.linking import Linker

__all__ = ["LineFilter", "Lines", "Linker", "TraceLine"]
