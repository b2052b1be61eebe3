"""The directory's own index: one entry a professional's place of work, a structure or an offer, derived on every write.

Owns the tables directory_entry and directory_word. Must not know pages, nor how a territory is described.
"""

from cordee.store.directory.found import Found, FoundPage
from cordee.store.directory.fresh import SETTLED_TYPES
from cordee.store.directory.lines import DirectoryLines
from cordee.store.directory.needs import NEEDS, Need
from cordee.store.directory.rebuilding import rebuild
from cordee.store.directory.search import DirectorySearch, Wanted

__all__ = [
    "NEEDS",
    "SETTLED_TYPES",
    "DirectoryLines",
    "DirectorySearch",
    "Found",
    "FoundPage",
    "Need",
    "Wanted",
    "rebuild",
]
