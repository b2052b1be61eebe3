"""Import of FHIR files: JSON, NDJSON and bundles, bare, compressed or in archives, streamed.

Owns how a file becomes resources and how these are put in the store once, however often the file is given.
"""

from cordee.exchange.files.bulk import bulk_import
from cordee.exchange.files.run import ImportOptions, Progress, import_files
from cordee.exchange.files.sources import NothingToImportError
from cordee.exchange.files.tally import Tally

__all__ = ["ImportOptions", "NothingToImportError", "Progress", "Tally", "bulk_import", "import_files"]
