"""The national extracts of professionals, structures and offers, into the directory.

Owns their layouts. Reads a file as it streams, writes what changed, closes what left, and tells every line refused.
"""

from cordee.exchange.directory.errors import LineRefusedError, UnknownLayoutError
from cordee.exchange.directory.report import DirectoryTally
from cordee.exchange.directory.run import import_directory

__all__ = ["DirectoryTally", "LineRefusedError", "UnknownLayoutError", "import_directory"]
