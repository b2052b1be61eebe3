"""The contents of Binary resources: bytes in an object store, their address, size and hash in the row. ADR 0039.

Contents are written before the transaction that names them and read with their hash checked; what no committed row
names is swept away after a safe delay. Small ones stay in the row. Must not know what a content belongs to.
"""

from cordee.store.contents.contents import Content, Contents
from cordee.store.contents.errors import ContentError
from cordee.store.contents.keeper import Keeper
from cordee.store.contents.kept import INLINE_BYTES_MAX
from cordee.store.contents.opening import contents_for
from cordee.store.contents.scanning import Scanner

__all__ = ["INLINE_BYTES_MAX", "Content", "ContentError", "Contents", "Keeper", "Scanner", "contents_for"]
