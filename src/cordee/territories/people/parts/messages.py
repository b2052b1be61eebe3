"""Messages: what the members of a circle ask one another between two notes."""

from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Communication, CommunicationPayload, Extension, Reference
from cordee.territories.people.fhir_words import concept, reference
from cordee.territories.people.subject import Subject

SHARE = 0.5  # of the records have a conversation
DAYS_BACK = (0, 6)

Line = tuple[str, str]
"""Who says it, by role; and what."""

_TALKS: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "Visite de vendredi",
        (
            ("nurse", "Je passe vendredi à 9 h au lieu de 8 h. Cela convient à tout le monde ?"),
            ("carer", "Oui, je serai là. Je laisse la clé au voisin au cas où."),
            ("coordinator", "Noté dans l’agenda."),
        ),
    ),
    (
        "Ordonnance à renouveler",
        (
            ("coordinator", "L’ordonnance finit la semaine prochaine : qui la demande ?"),
            ("gp", "Je la prépare, elle sera à la pharmacie jeudi."),
        ),
    ),
    (
        "Portage des repas",
        (
            (
                "social-worker",
                "Le portage peut commencer lundi. Régime sans sel, c’est toujours d’actualité ?",
            ),
            ("gp", "Oui, sans sel."),
            ("social-worker", "Merci, je le dis au service."),
        ),
    ),
    (
        "Le déambulateur",
        (
            ("nurse", "Le déambulateur reste dans l’entrée. Un essai avec le kiné ?"),
            ("physiotherapist", "Je l’apporte à la prochaine séance et nous marchons ensemble."),
        ),
    ),
    (
        "Des nouvelles",
        (
            ("carer", "Elle a bien dormi et mangé ce matin. Le moral revient."),
            ("coordinator", "Merci, c’est précieux de le savoir."),
        ),
    ),
)


def messages(subject: Subject) -> list[Communication]:
    """Return a conversation of the last days in about half of the records, each said by somebody of the circle."""
    rng = subject.rng("messages")
    if rng.random() > SHARE:
        return []
    told = [talk for talk in _TALKS if all(subject.has(by) for by, _ in talk[1])]
    if not told:
        return []
    topic, lines = rng.choice(told)
    days_ago = min(rng.randint(*DAYS_BACK), max(0, -subject.since - 1))
    return _talk(subject, rng, topic, lines, days_ago)


def _talk(
    subject: Subject, rng: Random, topic: str, lines: tuple[Line, ...], days_ago: int
) -> list[Communication]:
    members = _members(subject)
    said: list[Communication] = []
    minute = rng.randint(0, 15)
    for rank, (by, text) in enumerate(lines):
        sender = subject.member(by)
        one = Communication(
            id=subject.ids(f"message/{rank}"),
            status="completed",
            category=[concept(systems.MESSAGE, "message", "Message")],
            subject=subject.patient,
            sent=subject.days.at(-1 - days_ago, 9 + rank, minute),
            sender=sender,
            recipient=[who for who in members if who.reference != sender.reference],
            payload=[CommunicationPayload(contentString=text)],
        )
        if said:
            one.partOf = [reference("Communication", said[0].id or "")]
            one.inResponseTo = [reference("Communication", said[-1].id or "")]
        else:
            one.topic = CodeableConcept(text=topic)
            answered = subject.member(lines[1][0])
            one.extension = [
                Extension(url=systems.MENTION, valueReference=Reference(reference=answered.reference))
            ]
        said.append(one)
    return said


def _members(subject: Subject) -> list[Reference]:
    people = [subject.member(role) for role in (*subject.team, "patient", "coordinator")]
    if subject.companions:
        people.append(subject.member("carer"))
    return list({one.reference: one for one in people}.values())
