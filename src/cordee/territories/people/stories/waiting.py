"""Requests that are sorted, or were answered without a record: who, why, since when, how far. Ages differ on purpose."""
# fmt: off
# ruff: noqa: E501 - a sentence stands on one line, as in the mouth

import msgspec


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A request without a record; `asked_by` is a role of the directory, else `caller` says who called.

    `status` is the Task's: requested, accepted (taken), in-progress (qualified), on-hold (`said` is what is waited for),
    rejected (`refusal` is why, `said` the answer, `turn_to` the type of structure it is sent to).
    """

    why: str
    text: str
    age: int
    is_female: bool
    days_ago: int
    hour: int
    is_urgent: bool = False
    asked_by: str | None = None
    caller: str | None = None
    caller_phone: str = ""
    has_birth_date: bool = True
    origin: str = "professional-form"
    kind: str = ""
    theme: str = ""
    consent: str = ""
    status: str = "requested"
    said: str = ""
    refusal: str = ""
    turn_to: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for an answer."""
        return self.status != "rejected"


WAITING: tuple[Waiting, ...] = (
    Waiting(why="Sortie d'hôpital dans quatre jours, vit seule", text="{personne} sort jeudi après une fracture du poignet. Vit seule, ne peut ni cuisiner ni se laver. Aucune aide en place. Merci de nous rappeler dans le service avant mercredi.", age=87, is_female=True, days_ago=1, hour=16, is_urgent=True, asked_by="hospital-doctor", theme="frailty", consent="agrees"),
    Waiting(why="Retour à domicile compliqué, aidant épuisé", text="Maladie de Parkinson évoluée, sa femme ne dort plus depuis des semaines. Ils refusent l'idée d'un établissement. Je ne sais plus vers qui me tourner.", age=81, is_female=False, days_ago=3, hour=11, asked_by="gp", kind="coordination", theme="frailty", consent="agrees", status="in-progress", said="Visite à domicile prévue avec l'infirmière."),
    Waiting(why="Diabète, renoncement aux soins, logement", text="{personne} n'a plus de médecin traitant depuis un an et dort chez des amis. Plaie au pied vue lors de la permanence.", age=56, is_female=False, days_ago=2, hour=9, asked_by="social-worker", theme="diabetes-heart-failure", consent="agrees"),
    Waiting(why="Où trouver du répit", text="Appel d'une fille : sa mère est désorientée, la nuit surtout. Elle travaille et habite à quarante minutes. Demande à qui s'adresser pour souffler un peu.", age=83, is_female=True, days_ago=1, hour=10, caller="Sa fille", caller_phone="06 39 98 12 40", has_birth_date=False, origin="phone", kind="information", consent="not-asked", status="accepted"),
    Waiting(why="Chutes répétées, refuse toute aide", text="Trouvée deux fois par terre ce mois-ci, {a_ville}. Refuse la téléalarme et l'aide à domicile. Accepte de rencontrer quelqu'un « qui ne vient pas pour la placer ».", age=90, is_female=True, days_ago=5, hour=14, asked_by="nurse", kind="coordination", theme="frailty", consent="agrees", status="on-hold", said="Le compte rendu des urgences, demandé à l'hôpital"),
    Waiting(why="Mon voisin ne sort plus de chez lui", text="Il ne répond plus au téléphone, les volets restent fermés, {a_ville}. Je lui fais ses courses mais je pars bientôt.", age=74, is_female=False, days_ago=1, hour=18, caller="Mme Aubert, voisin ou connaissance", caller_phone="06 39 98 55 17", has_birth_date=False, origin="public-form", consent="not-asked"),
    Waiting(why="Aide-ménagère après une opération", text="Opérée du genou, deux mois à la maison, enfants loin. Demande seulement qui peut venir faire le ménage.", age=68, is_female=True, days_ago=9, hour=10, caller="Elle-même", caller_phone="03 53 01 44 09", origin="phone", kind="orientation", consent="agrees", status="rejected", refusal="redirected", turn_to="clic", said="Le CLIC l'appelle cette semaine et monte la demande avec elle."),
    Waiting(why="Quels droits pour un lit médicalisé ?", text="Question posée par courriel par le service d'aide à domicile.", age=79, is_female=False, days_ago=12, hour=15, caller="Service d'aide à domicile", origin="e-mail", kind="information", consent="agrees", status="rejected", refusal="answered", said="Prescription du médecin, location prise en charge ; fiche envoyée."),
)
