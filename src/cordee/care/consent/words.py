"""What a consent says, in sentences a worried daughter understands."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from cordee.care.chart import Chart
from cordee.care.consent.notice import version_in
from cordee.care.consent.saying import Said, said
from cordee.care.consent.shape import COLLECTED_HOW, INFORMATION, PERMISSION, Recipient
from cordee.care.consent.standing import Entry
from cordee.care.elements import day
from cordee.care.reader_words import CLASS_WORDS, PART_WORDS, enumerated
from cordee.fhir.r4 import Consent

GIVEN_AND_WITHDRAWN = 2  # verifications: how it was given, how it was withdrawn


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One consent as pages and papers show it. `sentence` says it whole; the rest says how it is known."""

    id: str
    kind: str
    is_in_force: bool
    sentence: str
    given_by: str
    collected_by: str
    how: str
    at: datetime | None
    notice: str
    scan_id: str
    ends: str
    withdrawn_at: datetime | None = None
    withdrawn_how: str = ""


def told(chart: Chart, entry: Entry) -> Told:
    """Return one consent in words; names come from the record."""
    says = entry.says
    first = _given(chart, entry)
    return Told(
        id=entry.id,
        kind=says.kind,
        is_in_force=entry.is_in_force or (says.is_active and says.kind == INFORMATION),
        sentence=_sentence(chart, says),
        given_by=chart.person(says.agreed_by).name,
        collected_by=chart.person(first.collected_by).name,
        how=COLLECTED_HOW.get(first.how, ""),
        at=first.at,
        notice=version_in(says.notice),
        scan_id=says.scan.removeprefix("DocumentReference/") if says.scan else "",
        ends=(says.period.end or "")[:10] if says.period and says.is_active else "",
        withdrawn_at=None if says.is_active else says.collected_at,
        withdrawn_how="" if says.is_active else COLLECTED_HOW.get(says.collected_how, ""),
    )


def people_in(chart: Chart) -> list[str]:
    """Return the references of everyone the consents of a record name."""
    found: dict[str, None] = {}
    for consent in chart.of(Consent):
        says = said(consent)
        names = (says.agreed_by, says.collected_by, *(one.reference for one in says.recipients))
        found.update(dict.fromkeys(name for name in names if name))
    return list(found)


class _Given(msgspec.Struct, frozen=True):
    collected_by: str
    how: str
    at: datetime | None


def _given(chart: Chart, entry: Entry) -> _Given:
    """Return how it was first collected: the last verification is that of a withdrawal, once there is one."""
    says = entry.says
    if says.is_active:
        return _Given(says.collected_by, says.collected_how, says.collected_at)
    consent = next((one for one in chart.of(Consent) if one.id == entry.id), None)
    known = _first(consent) if consent is not None else None
    return known or _Given(says.collected_by, says.collected_how, says.collected_at)


def _first(consent: Consent) -> _Given | None:
    if not consent.verification or len(consent.verification) < GIVEN_AND_WITHDRAWN:
        return None
    given = said(msgspec.structs.replace(consent, verification=consent.verification[:1]))
    return _Given(given.collected_by, given.collected_how, given.collected_at)


def _sentence(chart: Chart, says: Said) -> str:
    if says.kind == INFORMATION:
        return "A reçu l’information et ne s’oppose pas au partage dans l’équipe de soins"
    who = recipients_in_words(says.recipients, lambda one: chart.person(one.reference, one.display).name)
    if says.kind == PERMISSION:
        until = f", jusqu’au {_day(says)}" if says.period and says.period.end else ""
        return (
            f"Accepte que {who or 'personne'} {_verb(says.recipients, 'voie', 'voient')} {_what(says)}{until}"
        )
    if not says.recipients:
        return f"Refuse que quiconque d’autre voie {_what(says)}"
    return f"Refuse que {who} {_verb(says.recipients, 'voie', 'voient')} {_what(says)}"


def recipients_in_words(recipients: tuple[Recipient, ...], name: Callable[[Recipient], str]) -> str:
    """Return who is meant: names, and classes as `les aides à domicile`."""
    words = [_class_in_words(one.reader_class) if one.reader_class else name(one) for one in recipients]
    return enumerated(words) if words else ""


def _class_in_words(reader_class: str) -> str:
    plural = {
        "medical": "les médecins",
        "nursing": "les infirmiers",
        "health": "les autres soignants",
        "social": "les travailleurs sociaux",
        "home_help": "l’aide à domicile",
        "coordination": "la coordination",
        "carer": "les proches",
        "guardian": "les représentants légaux",
    }
    known = CLASS_WORDS.get(reader_class)
    return plural.get(reader_class) or (known.name.lower() if known else reader_class)


def _verb(recipients: tuple[Recipient, ...], one: str, several: str) -> str:
    is_several = len(recipients) > 1 or (
        bool(recipients) and _class_in_words(recipients[0].reader_class).startswith("les ")
    )
    return several if is_several else one


def _what(says: Said) -> str:
    if says.documents:
        return "un document"
    words = [PART_WORDS.get(one, one) for one in says.categories]
    return enumerated(words) if words else "le dossier"


def _day(says: Said) -> str:
    end = day(says.period.end) if says.period else None
    return f"{end.day:02}/{end.month:02}/{end.year}" if end else ""
