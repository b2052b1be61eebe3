"""The notebook: what everyone around the person tells the others, and who answers."""

from base64 import b64encode
from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    Binary,
    Coding,
    Communication,
    CommunicationPayload,
    DocumentReference,
    DocumentReferenceContent,
    DocumentReferenceRelatesTo,
    Extension,
    Identifier,
    Meta,
)
from cordee.territories.people.fhir_words import concept, reference
from cordee.territories.people.parts.joined import join
from cordee.territories.people.prose import can_tell
from cordee.territories.people.stories.everyday import EVERYDAY_NOTES
from cordee.territories.people.story import Note
from cordee.territories.people.subject import Subject, role_reference

SUMMARY_CHARACTERS = 120
SHARED_NOTES = (3, 5)
DAYS_BACK = 150
READ_AFTER_DAYS = 3
READ_KINDS = frozenset({"INST", "DEM-AVIS"})
READERS = ("gp", "nurse")
KINDS = {
    "GEN": "Note générale",
    "OBS": "Note d’observation",
    "INTERV": "Note d’intervention",
    "INST": "Instruction",
    "DEM-AVIS": "Demande d’avis",
}


def notebook(subject: Subject) -> list[DocumentReference | Communication | Binary]:
    """Return the notes of a person, oldest first, with replies, what is joined, who read, notices of urgent ones."""
    rng = subject.rng("notebook")
    notes = _choose(subject, rng)
    resources: list[DocumentReference | Communication | Binary] = []
    for rank, (days_ago, note) in enumerate(_dated(subject, rng, notes)):
        written = _note(subject, rng, note, rank, days_ago)
        resources.append(written)
        if note.joined:
            content, binary = join(subject, f"note/{rank}", note.joined, written.date or "")
            written.content.append(content)
            resources.append(binary)
        if days_ago > READ_AFTER_DAYS and (note.urgent or note.kind in READ_KINDS):
            resources += _readings(subject, written, note, rank, days_ago)
        if note.urgent:
            resources += _notices(subject, written, note, rank, days_ago)
        if note.reply is not None and subject.has(note.reply[0]):
            resources.append(_reply(subject, rng, note.reply, written, rank, days_ago))
    return resources


def _choose(subject: Subject, rng: Random) -> list[Note]:
    def tellable(notes: tuple[Note, ...]) -> list[Note]:
        return [note for note in notes if subject.has(note.by) and can_tell(note.text, subject.words)]

    shared, everyday = tellable(subject.story.shared.notes), tellable(EVERYDAY_NOTES)
    chosen = tellable(subject.variant.notes)
    chosen += rng.sample(shared, min(len(shared), rng.randint(*SHARED_NOTES)))
    return chosen + rng.sample(everyday, min(len(everyday), rng.randint(*subject.story.everyday)))


def _dated(subject: Subject, rng: Random, notes: list[Note]) -> list[tuple[int, Note]]:
    """Give each note a day: its own when it has one, else spread with the last week the busiest."""
    longest = min(DAYS_BACK, max(-subject.since - 1, 3))
    dated = []
    for note in notes:
        if note.when is not None:
            days_ago = min(rng.randint(*note.when), -subject.since - 1)
        else:
            days_ago = 1 + int((longest - 1) * rng.random() ** 2.4)
        dated.append((days_ago, note))
    return sorted(dated, key=lambda pair: -pair[0])


def _note(subject: Subject, rng: Random, note: Note, rank: int, days_ago: int) -> DocumentReference:
    evening = 21 if note.by in {"carer", "patient"} and note.reply is None else 19
    hour = rng.randint(8, evening)
    text = subject.tell(note.text, rng)
    written = _entry(
        subject,
        f"note/{rank}",
        note.by,
        note.kind,
        text,
        subject.days.at(-days_ago, hour, rng.randint(0, 59)),
    )
    if note.urgent:
        written.extension = [Extension(url=systems.NOTE_IS_EMERGENCY, valueBoolean=True)]
        assert written.meta is not None
        written.meta.tag = [Coding(system=systems.NOTE_MARK, code="urgent")]
    if note.hidden is not None:
        written.securityLabel = [concept(systems.VISIBILITY, note.hidden)]
    return written


def _reply(
    subject: Subject, rng: Random, reply: tuple[str, str], to: DocumentReference, rank: int, days_ago: int
) -> DocumentReference:
    by, line = reply
    day = -days_ago if days_ago <= 1 else 1 - days_ago
    hour = rng.randint(20, 21) if day == -days_ago else rng.randint(8, 18)
    when = subject.days.at(day, hour, rng.randint(0, 59))
    answer = _entry(subject, f"note/{rank}/reply", by, "GEN", subject.tell(line, rng), when)
    answer.relatesTo = [
        DocumentReferenceRelatesTo(code="appends", target=reference("DocumentReference", to.id or ""))
    ]
    answer.securityLabel = to.securityLabel
    return answer


def _entry(subject: Subject, name: str, by: str, kind: str, text: str, when: str) -> DocumentReference:
    id_ = subject.ids(name)
    return DocumentReference(
        id=id_,
        meta=Meta(profile=[systems.NOTE_PROFILE]),
        masterIdentifier=Identifier(system=systems.URI, value=f"urn:uuid:{id_}"),
        status="current",
        type=concept(systems.NOTE_TYPE, kind, KINDS[kind]),
        subject=subject.patient,
        date=when,
        author=[subject.member(by)],
        description=text[:SUMMARY_CHARACTERS],
        content=[
            DocumentReferenceContent(
                attachment=Attachment(
                    contentType="text/plain",
                    language="fr",
                    data=b64encode(text.encode()).decode(),
                    creation=when,
                )
            )
        ],
    )


def _readings(
    subject: Subject, written: DocumentReference, note: Note, rank: int, days_ago: int
) -> list[Communication]:
    """Return who said that they read it: those whose care it changes, the morning after."""
    at = subject.days.at(1 - days_ago, 8, 15)
    labels = [one for label in written.securityLabel or () for one in label.coding or ()]
    return [
        Communication(
            id=subject.ids(f"note/{rank}/read/{role}"),
            meta=Meta(security=labels) if labels else None,
            partOf=[reference("DocumentReference", written.id or "")],
            status="completed",
            category=[concept(systems.NOTE_READING, "read", "Note lue")],
            subject=subject.patient,
            sent=at,
            received=at,
            sender=subject.member(role),
        )
        for role in READERS
        if role != note.by and subject.has(role)
    ]


def _notices(
    subject: Subject, written: DocumentReference, note: Note, rank: int, days_ago: int
) -> list[Communication]:
    told = [who for role, who in subject.team.items() if role in {"gp", "nurse"} and role != note.by]
    recipients = [subject.manager, *(who for who in told if who is not subject.manager)]
    sent = written.date or subject.days.at(-days_ago, 12)
    return [
        Communication(
            id=subject.ids(f"note/{rank}/notice/{i}"),
            status="completed",
            category=[concept(systems.NOTICE, "urgent-note", "Note urgente dans le cahier")],
            priority="urgent",
            subject=subject.patient,
            about=[reference("DocumentReference", written.id or "")],
            sent=sent,
            received=subject.days.at(1 - days_ago, 7, 30) if days_ago > 2 else None,
            recipient=[role_reference(who)],
            payload=[CommunicationPayload(contentString="Note urgente dans le cahier")],
        )
        for i, who in enumerate(recipients)
    ]
