"""What may be done from the box: in a person's record, or anywhere. One line each; a new service adds its own."""

from collections.abc import Iterable

import msgspec

from cordee.access import Actor
from cordee.fhir.search import normalize
from cordee.store import categories as cat


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something done in one record: `path` follows the record's address, `said` are the words that ask for it.

    `category` is the part of the record it writes: who may not is not offered it.
    """

    code: str
    word: str
    path: str
    icon: str
    said: tuple[str, ...]
    category: int


class GeneralAct(msgspec.Struct, frozen=True, kw_only=True):
    """Something done, or a place to go to, without naming anybody; `for_coordination` when others have no such page."""

    word: str
    path: str
    icon: str
    said: tuple[str, ...] = ()
    for_coordination: bool = False


ACTIONS: tuple[Act, ...] = (
    Act(
        code="note", word="Nouvelle note", path="/cahier/nouvelle", icon="pencil-plus",
        said=("note", "ecrire", "cahier", "transmission"), category=cat.NOTEBOOK,
    ),
    Act(
        code="meeting", word="Prendre un rendez-vous", path="/agenda/nouveau", icon="calendar-event",
        said=("rendez-vous", "rendez", "rdv", "visite"), category=cat.AGENDA,
    ),
    Act(
        code="measure", word="Nouvelle mesure", path="/mesures/nouvelle", icon="activity",
        said=("mesure", "poids", "tension", "glycemie", "temperature"), category=cat.MEASURES,
    ),
    Act(
        code="document", word="Déposer un document", path="/documents/nouveau", icon="upload",
        said=("document", "deposer", "scan", "courrier"), category=cat.DOCUMENTS,
    ),
    Act(
        code="plan", word="Voir le plan", path="/plan", icon="target-arrow", said=("plan", "ppcs", "objectif"),
        category=cat.PLAN,
    ),
)  # fmt: skip
_GENERAL: tuple[GeneralAct, ...] = (
    GeneralAct(
        word="Nouvelle demande", path="/demandes/nouvelle", icon="phone-plus",
        said=("demande", "appel", "telephone", "appui"),
    ),
    GeneralAct(
        word="Reprendre un courriel", path="/demandes/nouvelle/courriel", icon="message",
        said=("courriel", "mail", "email"), for_coordination=True,
    ),
    GeneralAct(
        word="Demander à rejoindre un cercle", path="/dossiers/rejoindre", icon="user-plus",
        said=("rejoindre", "cercle"),
    ),
    GeneralAct(word="Aujourd’hui", path="/", icon="home", said=("accueil", "journee")),
    GeneralAct(word="Demandes à traiter", path="/demandes", icon="phone-incoming", said=("triage", "guichet")),
    GeneralAct(word="Mes dossiers", path="/dossiers", icon="folders", said=("personnes",)),
    GeneralAct(word="Mon agenda", path="/agenda", icon="calendar", said=("semaine", "journee")),
    GeneralAct(word="Mes tâches", path="/taches", icon="checkbox", said=("actions", "retard")),
    GeneralAct(word="Mes messages", path="/messages", icon="messages", said=("conversations",)),
    GeneralAct(word="Annuaire", path="/annuaire", icon="address-book", said=("professionnels", "structures")),
    GeneralAct(word="Pilotage", path="/pilotage", icon="chart-line", said=("tableau", "chiffres", "csv")),
    GeneralAct(word="Qui voit quoi", path="/droits", icon="table", said=("droits", "habilitations")),
)  # fmt: skip
START_SHOWN = 4


def acts_for(actor: Actor) -> tuple[Act, ...]:
    """Return what this person may do in the records they are in."""
    return tuple(act for act in ACTIONS if actor.may_write(act.category))


def all_general_acts(actor: Actor) -> tuple[GeneralAct, ...]:
    """Return everything that may be done without naming anybody."""
    return tuple(act for act in _GENERAL if actor.is_coordinator or not act.for_coordination)


def general_acts(actor: Actor, words: str) -> tuple[GeneralAct, ...]:
    """Return what may be done without naming anybody, that the words given begin to say; the first few for none."""
    wanted = normalize(words).split()
    offered = all_general_acts(actor)
    if not wanted:
        return offered[:START_SHOWN]
    return tuple(act for act in offered if _names(wanted, (*normalize(act.word).split(), *act.said)))


def _names(wanted: Iterable[str], words: Iterable[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in wanted)
