"""A request of the demonstration that came by mail last evening, with a letter: nobody has said for whom yet."""

from base64 import b64encode
from datetime import date, datetime, timedelta

from cordee.care.requests.files import PART, described
from cordee.care.requests.mail import Mail, MailPart
from cordee.care.requests.mail_files import original_of
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Annotation,
    Attachment,
    Binary,
    CodeableConcept,
    Coding,
    ContactPoint,
    Extension,
    Meta,
    Patient,
    Reference,
    Resource,
    ServiceRequest,
)
from cordee.territories.people.days import Days
from cordee.territories.people.directory import Directory
from cordee.territories.people.fhir_words import reference
from cordee.territories.people.parts.request import categories, numbered, qualify_task, told
from cordee.territories.people.pdf import pdf
from cordee.territories.people.stable_ids import StableIds

MOMENT = -900
"""Its ids come after those of the requests that wait, and before those of the people followed."""
DAYS_AGO, HOUR, MINUTE = 1, 17, 42
LETTER = "Courrier de l’assistante sociale.pdf"
SUBJECT = "Ma tante ne s’en sort plus seule"
TEXT = "\n".join(
    (
        "Bonjour,",
        (
            "Je vous écris pour ma tante, 84 ans, qui vit seule depuis le décès de mon oncle. Elle a chuté deux fois "
            "ce mois-ci, ne cuisine plus et ne répond pas toujours au téléphone. J’habite Lyon, je viens le samedi."
        ),
        (
            "L’assistante sociale de l’hôpital nous a conseillé de nous adresser à vous, je joins son courrier. Je "
            "suis joignable le soir."
        ),
        "Merci d’avance,",
        "Hélène Lefort",
    )
)
WORDS = (
    "Mme Lefort nous a fait part de ses inquiétudes pour sa tante, sortie du service il y a deux semaines.",
    "Deux chutes en un mois, perte de poids, aucun passage à domicile. L’intéressée accepte une visite.",
    "Nous pensons qu’une évaluation par votre dispositif serait utile.",
)


def mailed_request(directory: Directory, today: date) -> list[Resource]:
    """Return the person nobody has named, the request, the task of answering it, and its files."""
    ids = StableIds(f"{directory.territory.code}/{directory.seed}", MOMENT)
    at = Days(today, directory.territory.zone).at(-DAYS_AGO, HOUR, MINUTE)
    letter = pdf("Service social de l’hôpital", WORDS)
    mail = Mail(
        key="demo",
        sender_name="Hélène Lefort",
        sender_email="helene.lefort@courriel.example",
        subject=SUBJECT,
        text=TEXT,
        sent=f"{at[8:10]}/{at[5:7]}/{at[:4]} {HOUR}:{MINUTE}",
        recipients="demandes@dac.example",
        files=(MailPart(name=LETTER, content=letter),),
    )
    person, request_id = reference("Patient", ids("patient")), ids("request")
    dac = directory.organization(directory.territory.dac)
    hours = directory.territory.targets.hours_for("", is_urgent=False)
    task = qualify_task(
        ids("qualify"),
        request_id=request_id,
        patient=person,
        owner=dac,
        status="requested",
        asked_at=at,
        done_at=at,
        due_on=(datetime.fromisoformat(at) + timedelta(hours=hours)).isoformat(),
    )
    files = _files(ids, mail, letter, at)
    return [
        Patient(id=ids("patient"), active=True, gender="unknown"),
        _request(ids, mail, dac, at),
        task,
        *files,
    ]


def _request(ids: StableIds, mail: Mail, dac: Reference, at: str) -> ServiceRequest:
    point = ContactPoint(system="email", value=mail.sender_email)
    contact = Extension(url=systems.REQUESTER_CONTACT, valueContactPoint=point)
    return ServiceRequest(
        id=ids("request"),
        identifier=[numbered(ids("request"))],
        extension=told("e-mail", ""),
        status="active",
        intent="order",
        category=categories(""),
        priority="routine",
        code=CodeableConcept(text=mail.subject),
        subject=reference("Patient", ids("patient")),
        authoredOn=at,
        requester=Reference(display=mail.sender, extension=[contact]),
        performer=[dac],
        note=[Annotation(text=mail.text)],
    )


def _files(ids: StableIds, mail: Mail, letter: bytes, at: str) -> list[Resource]:
    original = original_of(mail)
    found: list[Resource] = []
    kept = (
        ("original", original.title, original.kind, original.content),
        ("letter", LETTER, "application/pdf", letter),
    )
    for name, title, kind, content in kept:
        attachment = Attachment(
            contentType=kind, url=f"Binary/{ids(f'{name}/content')}", title=title, size=len(content)
        )
        found.append(
            Binary(
                id=ids(f"{name}/content"),
                meta=Meta(tag=[Coding(system=systems.CATEGORY, code=PART)]),
                contentType=kind,
                securityContext=reference("Patient", ids("patient")),
                data=b64encode(content).decode(),
            )
        )
        sender = Reference(display=mail.sender)
        found.append(described(ids(name), ids("request"), ids("patient"), attachment, by=sender, at=at))
    return found
