"""Why an entry of a file is not stored."""

from cordee.kernel.errors import Category, CordeeError


class NotImportableError(CordeeError):
    """The entry is readable, and is not something an import stores."""

    code = "not-importable"
    category = Category.RULE_VIOLATED


class DamagedFileError(CordeeError):
    """The file or archive ends too early or is damaged; what came before it was kept."""

    code = "damaged-file"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "Le fichier est tronqué ou endommagé à partir d’ici. Ce qui précède a été importé : "
            "obtenez-en une nouvelle copie, puis relancez.",
            "The file is truncated or damaged from here on. What came before was imported: get a new copy and rerun.",
        )


class TooLargeError(CordeeError):
    """A document or a line is larger than what is held in memory at once."""

    code = "document-too-large"
    category = Category.INVALID

    def __init__(self, limit_bytes: int, what_fr: str, what_en: str) -> None:
        mib = limit_bytes // (1024 * 1024)
        super().__init__(
            f"{what_fr} dépasse {mib} Mio. Découpez-le, ou donnez-le en NDJSON, une ressource par ligne.",
            f"{what_en} exceeds {mib} MiB. Split it, or give it as NDJSON, one resource a line.",
        )


class UnopenedFileError(CordeeError):
    """The file is there and may not be opened; the others were read."""

    code = "unopened-file"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier ne s’ouvre pas : vérifiez ses droits de lecture, puis relancez. Les autres ont été lus.",
            "This file cannot be opened: check that it may be read, then rerun. The others were read.",
        )


class TooDeepError(CordeeError):
    """Archives inside archives beyond the limit."""

    code = "too-deep"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "Trop d’archives emboîtées. Décompressez d’abord les premières.",
            "Too many archives inside one another. Unpack the outer ones first.",
        )


class UnexplainedReferenceError(CordeeError):
    """The resource refers to an address that neither its file, the run nor the store explains."""

    code = "unexplained-reference"
    category = Category.RULE_VIOLATED

    def __init__(self, path: str, value: str) -> None:
        super().__init__(
            f"{path} : la référence {value} ne désigne rien dans ce fichier, dans cet import ni dans la base.",
            f"{path}: the reference {value} designates nothing in this file, this import or the store.",
        )
