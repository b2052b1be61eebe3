"""What an appointment may be, and why one is cancelled: codes, French words, icons."""

from cordee.care.elements import code_of, words_of
from cordee.fhir import systems
from cordee.fhir.r4 import Appointment, CodeableConcept, Coding

KINDS = {
    "visit": ("Visite à domicile", "home"),
    "consultation": ("Consultation", "stethoscope"),
    "tele": ("Téléconsultation", "video"),
    "meeting": ("Concertation", "users"),
    "hospital": ("Hôpital", "building-hospital"),
    "other": ("Autre rendez-vous", "calendar-event"),
}
MEETING = "meeting"
REASONS = {
    "pat": "La personne ne peut pas",
    "prov": "Le professionnel ne peut pas",
    "stay": "Hospitalisation",
    "error": "Pris par erreur",
    "oth": "Autre raison",
}
_PUBLISHED_REASONS = frozenset({"pat", "prov", "oth"})
_ICON_WORDS = {
    "télé": "video",
    "concert": "users",
    "hôpital": "building-hospital",
    "hospital": "building-hospital",
    "domicile": "home",
    "visite": "home",
    "passage": "home",
}


def kind_concept(kind: str) -> CodeableConcept:
    """Return a kind as an appointment's service type."""
    word = KINDS[kind][0]
    return CodeableConcept(
        coding=[Coding(system=systems.APPOINTMENT_KIND, code=kind, display=word)], text=word
    )


def reason_concept(reason: str) -> CodeableConcept:
    """Return why an appointment is cancelled; the published code where there is one."""
    system = systems.CANCELLATION_REASON if reason in _PUBLISHED_REASONS else systems.APPOINTMENT_REASON
    return CodeableConcept(coding=[Coding(system=system, code=reason)], text=REASONS[reason])


def kind_of(appointment: Appointment) -> str:
    """Return the code of a kind of ours, empty for an appointment said otherwise."""
    return next(
        (code for one in appointment.serviceType or () if (code := code_of(one, systems.APPOINTMENT_KIND))),
        "",
    )


def kind_words(appointment: Appointment) -> str:
    """Return the kind in words, however it is said."""
    if appointment.serviceType:
        return words_of(appointment.serviceType[0])
    return words_of(appointment.appointmentType)


def icon_of(kind: str, words: str) -> str:
    """Return the icon of a kind, else the one its words suggest."""
    if kind in KINDS:
        return KINDS[kind][1]
    low = words.lower()
    return next((icon for word, icon in _ICON_WORDS.items() if word in low), "stethoscope")
