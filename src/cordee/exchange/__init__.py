"""What comes from elsewhere and goes elsewhere: today, files of FHIR; later, other systems.

Owns formats that are not ours and how they become resources. Must not know pages, HTTP or SQL: everything is stored
through the platform's own door.
"""

from cordee.exchange.files import (
    ImportOptions,
    NothingToImportError,
    Progress,
    Tally,
    bulk_import,
    import_files,
)

__all__ = ["ImportOptions", "NothingToImportError", "Progress", "Tally", "bulk_import", "import_files"]
