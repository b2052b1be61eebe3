"""What can go wrong while the trace is kept."""

from pathlib import Path

from cordee.kernel.errors import Category, CordeeError


class SealKeyError(CordeeError):
    """The key of the seals cannot be used; nothing was sealed."""

    code = "seal-key"
    category = Category.UNAVAILABLE

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"La clé des scellés {path} n’est pas utilisable : il faut une clé Ed25519 en PEM, lisible par son seul "
            "propriétaire (chmod 600). Aucun scellé n’a été posé ; les traces, elles, sont gardées.",
            f"The seal key {path} cannot be used: it must be an Ed25519 key in PEM that only its owner can read "
            "(chmod 600). Nothing was sealed; the trace itself is kept.",
        )


class SealFileError(CordeeError):
    """The seal file cannot be read or written; nothing was sealed."""

    code = "seal-file"
    category = Category.UNAVAILABLE

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Le fichier des scellés {path} n’est pas accessible. Aucun scellé n’a été posé ; les traces, elles, sont "
            "gardées : vérifiez le disque et les droits.",
            f"The seal file {path} cannot be reached. Nothing was sealed; the trace itself is kept: check the disk and "
            "the rights.",
        )


class RetentionTooShortError(CordeeError):
    """Traces were to be removed before six months; nothing was."""

    code = "retention-too-short"
    category = Category.RULE_VIOLATED

    def __init__(self, days_min: int) -> None:
        super().__init__(
            f"Les traces se gardent {days_min} jours au moins (six mois glissants). Rien n’a été supprimé.",
            f"The trace is kept for {days_min} days at least (six rolling months). Nothing was removed.",
        )
