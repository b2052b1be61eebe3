"""Requests that wait: who, why, since when. Ages and urgencies differ on purpose."""
# fmt: off
# ruff: noqa: E501 - a sentence stands on one line, as in the mouth

import msgspec


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A request not answered yet; `asked_by` is a role of the directory, else `caller` says who called."""

    why: str
    text: str
    age: int
    is_female: bool
    days_ago: int
    hour: int
    is_urgent: bool = False
    asked_by: str | None = None
    caller: str | None = None
    has_birth_date: bool = True


WAITING: tuple[Waiting, ...] = (
    Waiting(why="Sortie d'hôpital dans quatre jours, vit seule", text="{personne} sort jeudi après une fracture du poignet. Vit seule, ne peut ni cuisiner ni se laver. Aucune aide en place. Merci de nous rappeler dans le service avant mercredi.", age=87, is_female=True, days_ago=1, hour=16, is_urgent=True, asked_by="hospital-doctor"),
    Waiting(why="Retour à domicile compliqué, aidant épuisé", text="Maladie de Parkinson évoluée, sa femme ne dort plus depuis des semaines. Ils refusent l'idée d'un établissement. Je ne sais plus vers qui me tourner.", age=81, is_female=False, days_ago=3, hour=11, asked_by="gp"),
    Waiting(why="Diabète, renoncement aux soins, logement", text="{personne} n'a plus de médecin traitant depuis un an et dort chez des amis. Plaie au pied vue lors de la permanence.", age=56, is_female=False, days_ago=2, hour=9, asked_by="social-worker"),
    Waiting(why="Où trouver du répit", text="Appel d'une fille : sa mère est désorientée, la nuit surtout. Elle travaille et habite à quarante minutes. Demande à qui s'adresser pour souffler un peu.", age=83, is_female=True, days_ago=1, hour=10, caller="Sa fille, par téléphone", has_birth_date=False),
    Waiting(why="Chutes répétées, refuse toute aide", text="Trouvée deux fois par terre ce mois-ci, {a_ville}. Refuse la téléalarme et l'aide à domicile. Accepte de rencontrer quelqu'un « qui ne vient pas pour la placer ».", age=90, is_female=True, days_ago=5, hour=14, asked_by="nurse"),
)
