"""How the person lives (Observation, social history): the newest word stands, the older ones stay readable.

What is observed is its author's: a new word never rewrites an older one, it stands in its place.
"""

from typing import Any

from cordee.care.elements import code_of, concept, fhir_instant, words_of
from cordee.care.sections.kind import NOTE_MAX, Field, Given, Kind, Said, Scene
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Observation
from cordee.store import categories as cat

SIDES = {
    "living": ("Mode de vie", "Avec qui vit la personne ?", "seule, avec son mari, en foyer…", "users"),
    "housing": (
        "Logement",
        "Où et comment est-elle logée ?",
        "1er étage sans ascenseur, douche adaptée…",
        "home",
    ),
    "autonomy": (
        "Autonomie",
        "Que fait-elle seule, avec aide ?",
        "GIR 4, marche avec une canne…",
        "wheelchair",
    ),
    "habits": (
        "Habitudes de vie",
        "Ce qui compte au quotidien",
        "repas, sommeil, sorties, tabac…",
        "mood-smile",
    ),
    "resources": (
        "Ressources",
        "De quoi vit-elle ?",
        "retraite de 980 €, sans épargne…",
        "building-community",
    ),
}


def kind_of(code: str) -> Kind:
    """Return the kind of one side of life."""
    title, label, hint, icon = SIDES[code]

    def fill(stood: Any | None, given: Given, scene: Scene) -> Observation:
        return observation(code, title, given["text"], scene)

    def said(one: Observation) -> Said | None:
        if code_of(one.code, systems.SITUATION) != code or one.status == "entered-in-error":
            return None
        return Said(text=words_in(one))

    return Kind(
        slug=code, type="Observation", title=title, thing=f"un mot sur : {title.lower()}", icon=icon,
        category=cat.SOCIAL,
        fields=(Field(name="text", label=label, shape="area", hint=hint, length_max=NOTE_MAX,
                      missing="Écrivez quelques mots."),),
        fill=fill, given=lambda one: {"text": words_in(one)}, said=said, withdraw=withdraw, replaces=True,
        chain=lambda _: code,
    )  # fmt: skip


def observation(code: str, title: str, text: str, scene: Scene) -> Observation:
    """Return one word on the person's situation, signed and dated."""
    return Observation(
        status="final",
        category=[concept(systems.OBSERVATION_CATEGORY, "social-history", "Social History")],
        code=concept(systems.SITUATION, code, title),
        subject=about(scene.patient_id),
        effectiveDateTime=fhir_instant(scene.at),
        performer=[scene.me],
        valueString=text,
    )


def words_in(one: Observation) -> str:
    """Return what an Observation of a situation says."""
    return one.valueString or words_of(one.valueCodeableConcept)


def withdraw(one: Observation) -> None:
    """Mark an Observation as entered in error."""
    one.status = "entered-in-error"


SITUATION = tuple(kind_of(code) for code in SIDES)
