"""What people and structures are called here, written beside the references that name them. ADR 0044.

Owns the rule of every write: nobody gives somebody else, or themselves, another name than theirs. Must not know pages.
"""

from cordee.store.names.learning import Names
from cordee.store.names.named import OF_DIRECTORY, Named, NamesKnown
from cordee.store.names.naming import rename

__all__ = ["OF_DIRECTORY", "Named", "Names", "NamesKnown", "rename"]
