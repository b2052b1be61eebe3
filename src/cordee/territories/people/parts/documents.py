"""Letters and summaries: a description anyone in the circle reads, a content kept apart."""

from base64 import b64encode
from random import Random

from cordee.fhir import systems
from cordee.fhir.r4 import Attachment, Binary, DocumentReference, DocumentReferenceContent, Identifier
from cordee.territories.people.fhir_words import concept
from cordee.territories.people.pdf import pdf
from cordee.territories.people.prose import can_tell
from cordee.territories.people.story import Paper
from cordee.territories.people.subject import Subject

LABELS = {
    "11490-0": "Lettre de liaison à la sortie",
    "60591-5": "Synthèse médicale",
    "28653-4": "Document du secteur social ou médico-social",
    "34842-5": "Évaluation médico-sociale",
    "18776-5": "Plan personnalisé de soins",
    "96349-6": "Lettre d’adressage",
    "77604-7": "Planification thérapeutique",
    "74207-2": "Document de liaison d’urgence",
    "59284-0": "Attestation de consentement",
}


def documents(subject: Subject) -> list[DocumentReference | Binary]:
    """Return the papers of a person: those of her variant, and one of those the story shares."""
    rng = subject.rng("documents")
    papers = [paper for paper in subject.variant.papers if _is_tellable(subject, paper)]
    shared = [paper for paper in subject.story.shared.papers if _is_tellable(subject, paper)]
    papers += rng.sample(shared, min(len(shared), 1))
    return [resource for rank, paper in enumerate(papers) for resource in _paper(subject, rng, paper, rank)]


def _is_tellable(subject: Subject, paper: Paper) -> bool:
    return subject.has(paper.by) and all(can_tell(line, subject.words) for line in paper.lines)


def _paper(subject: Subject, rng: Random, paper: Paper, rank: int) -> tuple[DocumentReference, Binary]:
    day = subject.days.working(max(rng.randint(*paper.day), subject.since))
    when = subject.days.at(min(day, -1), rng.randint(9, 17), rng.randint(0, 59))
    title = subject.tell(paper.title, rng)
    author = subject.member(paper.by)
    head = (f"{subject.who.title} {subject.who.called}, le {when[8:10]}/{when[5:7]}/{when[:4]}",)
    content = pdf(
        title, head + tuple(subject.tell(line, rng) for line in paper.lines) + (author.display or "",)
    )
    id_, content_id = subject.ids(f"document/{rank}"), subject.ids(f"content/{rank}")
    attachment = Attachment(
        contentType="application/pdf",
        language="fr",
        url=f"Binary/{content_id}",
        size=len(content),
        title=title,
        creation=when,
    )
    return (
        DocumentReference(
            id=id_,
            masterIdentifier=Identifier(system=systems.URI, value=f"urn:uuid:{id_}"),
            status="current",
            type=concept(systems.LOINC, paper.code, LABELS[paper.code]),
            category=[concept(systems.DOCUMENT_CATEGORY, _category(paper), None)],
            subject=subject.patient,
            date=when,
            author=[author],
            description=title,
            content=[DocumentReferenceContent(attachment=attachment)],
        ),
        Binary(
            id=content_id,
            contentType="application/pdf",
            securityContext=subject.patient,
            data=b64encode(content).decode(),
        ),
    )


def _category(paper: Paper) -> str:
    return "social" if paper.code in {"28653-4", "34842-5"} else "medical"
