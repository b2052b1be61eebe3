"""Why records of a territory open, wait and close: the coded lists its pages propose; each is as usual when absent."""

from typing import Annotated

import msgspec
from msgspec import Meta

ReasonCode = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        extra={
            "fr": "Écrivez des minuscules sans accent, des chiffres et des tirets, comme « objectifs-atteints ».",
            "en": "Write lowercase unaccented letters, digits and hyphens, such as “goals-reached”.",
        },
    ),
]
Words = Annotated[str, Meta(pattern=r"\S", extra={"fr": "Écrivez un texte.", "en": "Write some text."})]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list: the code kept in the record, the words shown."""

    code: ReasonCode
    label: Words


def _listed(*lines: tuple[str, str]) -> tuple[Reason, ...]:
    return tuple(Reason(code=code, label=label) for code, label in lines)


OPENING_CRITERIA = _listed(
    ("several-conditions", "Plusieurs problèmes de santé à la fois"),
    ("autonomy", "Perte d’autonomie, ou risque de la perdre"),
    ("psychic", "Souffrance psychique ou troubles du comportement"),
    ("social", "Difficultés sociales : ressources, droits, logement"),
    ("isolation", "Isolement, pas de proche présent"),
    ("carer", "Proche aidant en difficulté"),
    ("hospital", "Hospitalisations répétées, ou sortie à préparer"),
    ("no-doctor", "Pas de médecin traitant, ou soins interrompus"),
    ("many-actors", "Beaucoup d’intervenants à accorder"),
)
SUSPENSION_REASONS = _listed(
    ("hospital", "Hospitalisation longue"),
    ("away", "Absence, séjour hors du territoire"),
    ("person-wish", "À la demande de la personne"),
    ("unreachable", "Personne injoignable"),
    ("other", "Autre raison"),
)
CLOSING_REASONS = _listed(
    ("goals-reached", "Objectifs atteints"),
    ("stable", "Situation stabilisée"),
    ("relay", "Relais pris par une autre équipe"),
    ("institution", "Entrée en établissement"),
    ("moved", "Départ du territoire"),
    ("person-wish", "À la demande de la personne"),
    ("unreachable", "Personne injoignable"),
    ("deceased", "Décès"),
    ("other", "Autre raison"),
)


class EpisodeLists(msgspec.Struct, frozen=True, kw_only=True):
    """The three lists of a territory; the usual ones are proposals, no official list is known."""

    opening_criteria: tuple[Reason, ...] = OPENING_CRITERIA
    suspension_reasons: tuple[Reason, ...] = SUSPENSION_REASONS
    closing_reasons: tuple[Reason, ...] = CLOSING_REASONS


def coded(reasons: tuple[Reason, ...]) -> dict[str, str]:
    """Return a list as words by code, in its order."""
    return {one.code: one.label for one in reasons}
