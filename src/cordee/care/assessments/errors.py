"""Refusals of assessments: what is missing, what is signed already, what nobody can read any more."""

from cordee.care.errors import CareError
from cordee.kernel.errors import Category, CordeeError, NotFoundError


class IncompleteAssessmentError(CareError):
    """Required answers are missing: nothing was signed; the draft is kept. `missing` names the questions."""

    code = "incomplete-assessment"

    def __init__(self, missing: tuple[str, ...]) -> None:
        count = len(missing)
        what = "une réponse manque" if count == 1 else f"{count} réponses manquent"
        super().__init__(
            f"Avant de signer : {what}. Le brouillon est gardé.",
            f"{count} required answer(s) missing. Nothing was signed; the draft is kept.",
        )
        self.missing = missing


class AnsweredElsewhereError(CareError):
    """The draft was answered on another device since this page was shown: it is kept, and was not signed."""

    code = "answered-elsewhere"

    def __init__(self) -> None:
        super().__init__(
            "Des réponses ont été données ailleurs pendant que cette page était ouverte. Relisez, puis signez.",
            "Answers were given elsewhere since this page was shown. They are kept; read again, then sign.",
        )


class AlreadySignedError(CordeeError):
    """The assessment is signed: it is corrected by a correction, not by changing its draft."""

    code = "assessment-signed"
    category = Category.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "Cette évaluation est déjà signée. Rien n’a été modifié : corrigez-la depuis sa page.",
            "This assessment is signed already. Nothing was changed: correct it from its page.",
        )


class UnknownGridError(NotFoundError):
    """The grid of this assessment is not installed here, in the version it names."""

    code = "unknown-grid"

    def __init__(self) -> None:
        CordeeError.__init__(
            self,
            "La grille de cette évaluation n’est pas installée ici. Ses réponses restent lisibles par l’API.",
            "The grid of this assessment is not installed here. Its answers can be read over the API.",
        )
