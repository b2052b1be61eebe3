"""What each kind of person sees, in one sentence: told of somebody, and told to themselves."""

from typing import NamedTuple

from cordee.access.habilitation import reader_class_of
from cordee.care.sight import sight_of


class Sight(NamedTuple):
    """One sentence and its icon; `to_them` is the sentence as it is said to the person, when that differs."""

    words: str
    icon: str
    to_them: str = ""

    @property
    def yours(self) -> str:
        """Return the sentence as it is said to the person."""
        return self.to_them or self.words


_BY_ROLE = {
    "coordinator": Sight(
        "Les demandes à qualifier et tous les dossiers de son dispositif",
        "phone-incoming",
        "Les demandes à qualifier et tous les dossiers de votre dispositif",
    ),
    "gp": Sight(
        "Ses patients, avec la synthèse en dix secondes",
        "stethoscope",
        "Vos patients, avec la synthèse en dix secondes",
    ),
    "nurse": Sight(
        "Les personnes de sa tournée : cahier, photos, mesures",
        "nurse",
        "Les personnes de votre tournée : cahier, photos, mesures",
    ),
    "social-worker": Sight("La situation et les droits", "home-heart"),
    "home-help": Sight("Le plan et le cahier", "home-heart"),
    "pharmacist": Sight("Les traitements des personnes qui viennent à l’officine", "pill"),
    "hospital-doctor": Sight("Qui appeler, le plan en cours, l’avant et l’après séjour", "building-hospital"),
}
_BY_KIND = {
    "patient": Sight(
        "Son plan, son équipe, ses rendez-vous, qui a lu son dossier",
        "user-heart",
        "Votre plan, votre équipe, vos rendez-vous, qui a lu votre dossier",
    ),
    "carer": Sight(
        "Ce que le cercle partage avec les proches, rien de ce qui leur est masqué", "heart-handshake"
    ),
    "officer": Sight("Qui a ouvert quel dossier et pourquoi ; le contenu d’aucun", "shield-check"),
}
_MEMBER = Sight(
    "Les personnes dont le cercle de soins l’accueille aujourd’hui",
    "users",
    "Les personnes dont le cercle de soins vous accueille aujourd’hui",
)


def what_they_see(kind: str, role: str) -> Sight:
    """Return the sentence for this kind and role; a professional is told which parts their class does not see."""
    if kind != "professional":
        return _BY_KIND.get(kind, _MEMBER)
    sight = _BY_ROLE.get(role, _MEMBER)
    unseen = sight_of(reader_class_of(kind, role)).does_not_see
    return sight._replace(words=f"{sight.words}, sans {unseen}") if unseen else sight
