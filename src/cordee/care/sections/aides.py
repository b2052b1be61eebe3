"""Who helps at home, with what, how often (Observation): one chain of words a helper, that ends when the help does."""

from typing import Any

from cordee.care.elements import code_of, concept
from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.situation import observation, withdraw, words_in
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Identifier, Observation, ObservationComponent
from cordee.kernel.ids import new_id
from cordee.store import categories as cat

CODE = "help"
TITLE = "Aides en place"
PARTS = {"who": "Qui aide", "what": "Pour quoi", "often": "Quand"}
FIELDS = (
    Field(name="who", label="Qui aide ?", missing="Dites qui aide : sa fille, l’ADMR, une voisine…"),
    Field(name="what", label="Pour quoi ?", hint="toilette, courses, repas, ménage, présence…"),
    Field(name="often", label="Quand ?", hint="tous les matins, 2 fois par semaine, 6 h par mois…"),
)
ENDS = (("ended", "Cette aide s’est arrêtée"),)
_ENDED = "ended"


def _fill(stood: Any | None, given: Given, scene: Scene) -> Observation:
    text = " — ".join(
        filter(None, (given["who"], ", ".join(filter(None, (given.get("what"), given.get("often"))))))
    )
    one = observation(CODE, TITLE, text, scene)
    one.identifier = [Identifier(system=systems.SITUATION_ITEM, value=chain(stood) if stood else new_id())]
    one.component = [
        ObservationComponent(code=_part(name), valueString=given[name]) for name in PARTS if given.get(name)
    ]
    return one


def chain(one: Observation) -> str:
    """Return which help this is a word on."""
    named = (each.value for each in one.identifier or () if each.system == systems.SITUATION_ITEM)
    return next((value for value in named if value), one.id or "")


def _part(name: str) -> CodeableConcept:
    return concept(systems.SITUATION, name, PARTS.get(name, "Aide arrêtée"))


def _given(one: Observation) -> Given:
    found = {code_of(part.code, systems.SITUATION): part.valueString or "" for part in one.component or ()}
    return {name: found.get(name, "") for name in PARTS} | ({} if found else {"who": words_in(one)})


def _said(one: Observation) -> Said | None:
    if code_of(one.code, systems.SITUATION) != CODE or one.status == "entered-in-error":
        return None
    given = _given(one)
    is_over = any(code_of(part.code, systems.SITUATION) == _ENDED for part in one.component or ())
    detail = ", ".join(filter(None, (given.get("what"), given.get("often"))))
    return Said(text=given["who"] or words_in(one), detail=detail, is_current=not is_over)


def _end(one: Observation, reason: str, scene: Scene) -> None:
    """Turn a copy of the last word into the word that the help has ended, signed by who says so."""
    ended = ObservationComponent(code=_part(_ENDED), valueBoolean=True)
    one.identifier = [Identifier(system=systems.SITUATION_ITEM, value=chain(one))]
    one.component = [*(one.component or ()), ended]


AIDES = Kind(
    slug="aide", type="Observation", title=TITLE, thing="une aide", icon="heart-handshake", category=cat.SOCIAL,
    fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=withdraw, end=_end, end_word="Arrêtée", ends=ENDS,
    replaces=True, chain=chain,
)  # fmt: skip
