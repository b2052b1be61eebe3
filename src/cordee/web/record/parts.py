"""The parts of a record: a line here is all a new one adds to the tabs and to the map of the site."""

import msgspec

from cordee.access import Actor
from cordee.access.trace.desk import reads_the_trace_of
from cordee.store import categories as cat


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part: the end of its address; its word for professionals, the person, a carer; the category it shows.

    `what` says in a few words what is found there. `is_rare` says that it is opened less often than the others.
    """

    path: str
    word: str
    mine: str
    hers: str
    what: str
    category: int = cat.IDENTITY
    is_rare: bool = False

    def said(self, voice: str) -> str:
        """Return its word in a voice, empty when those it speaks to have no such part."""
        return {"pro": self.word, "mine": self.mine, "hers": self.hers}[voice]


TRACE = "/acces"
PARTS = (
    Part(
        path="", word="Synthèse", mine="Mon dossier", hers="Son dossier",
        what="l’essentiel, et ce qui vient de changer",
    ),
    Part(
        path="/plan", word="Plan", mine="Mon plan", hers="Son plan",
        what="les objectifs, qui fait quoi et pour quand", category=cat.PLAN,
    ),
    Part(
        path="/orientations", word="Orientations", mine="Mes orientations", hers="Ses orientations",
        what="les services proposés, et leur réponse", category=cat.PLAN, is_rare=True,
    ),
    Part(
        path="/cahier", word="Cahier", mine="Mon cahier", hers="Le cahier",
        what="les notes de ceux qui passent, et les vôtres", category=cat.NOTEBOOK,
    ),
    Part(
        path="/mesures", word="Mesures", mine="Mes mesures", hers="Ses mesures",
        what="poids, tension, glycémie et leurs courbes", category=cat.MEASURES,
    ),
    Part(
        path="/evaluations", word="Évaluations", mine="Mes évaluations", hers="Ses évaluations",
        what="les grilles remplies, et leur résultat", category=cat.MEDICAL | cat.SOCIAL | cat.MEASURES, is_rare=True,
    ),
    Part(
        path="/agenda", word="Agenda", mine="Mes rendez-vous", hers="Ses rendez-vous",
        what="rendez-vous et passages à la maison", category=cat.AGENDA,
    ),
    Part(
        path="/messages", word="Messages", mine="Mes messages", hers="Ses messages",
        what="les conversations du cercle", category=cat.MESSAGES,
    ),
    Part(
        path="/documents", word="Documents", mine="Mes documents", hers="Ses documents",
        what="courriers, comptes rendus, ordonnances", category=cat.DOCUMENTS,
    ),
    Part(
        path="/cercle", word="Cercle", mine="Mon équipe", hers="Son équipe",
        what="qui est là, et comment les joindre", category=cat.CIRCLE,
    ),
    Part(
        path="/consentement", word="Consentement", mine="Ce que j’autorise", hers="Ses autorisations",
        what="accords et refus, et comment en changer", category=cat.CONSENT, is_rare=True,
    ),
    Part(
        path="/chronologie", word="Chronologie", mine="Mon histoire", hers="Son histoire",
        what="tout ce qui s’est passé, dans l’ordre", is_rare=True,
    ),
    Part(
        path=TRACE, word="Accès", mine="Qui a lu", hers="",
        what="qui a ouvert le dossier, et quand", is_rare=True,
    ),
)  # fmt: skip


def parts_for(actor: Actor, patient_id: str, voice: str) -> tuple[Part, ...]:
    """Return the parts of a record this actor may open, in their order: what they may not read is not named."""
    return tuple(
        one
        for one in PARTS
        if actor.may_read(one.category)
        and one.said(voice)
        and (one.path != TRACE or reads_the_trace_of(actor, patient_id))
    )
