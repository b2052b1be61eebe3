"""Refusals of a file, and of one of its lines."""

from cordee.kernel.errors import Category, CordeeError


class UnknownLayoutError(CordeeError):
    """The file is of none of the layouts known."""

    code = "unknown-directory-layout"
    category = Category.INVALID

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier n’est ni une extraction de l’Annuaire Santé (PS_LibreAcces_Personne_activite), ni le stock "
            "FINESS (etalab-cs1100502), ni du FHIR. Rien n’a été importé.",
            "This file is neither a PS_LibreAcces_Personne_activite extract, nor an etalab-cs1100502 stock, nor FHIR. "
            "Nothing was imported.",
        )


class LineRefusedError(Exception):
    """One line that makes nothing: its reason, a code of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS: dict[str, str] = {
    "columns": "le nombre de colonnes n’est pas celui de l’en-tête",
    "identifier": "l’identifiant national manque ou n’a pas la bonne forme",
    "name": "le nom manque",
    "profession": "la profession manque",
    "twice": "cette ligne est déjà dans le fichier",
    "json": "ce n’est pas du FHIR lisible",
    "type": "ce type de ressource n’est pas de l’annuaire",
    "refused": "la ressource n’est pas valide",
}
