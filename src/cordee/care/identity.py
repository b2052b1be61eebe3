"""The banner: who the record is about, how sure that identity is, what nobody may miss."""

from datetime import date

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import code_of, day, words_of
from cordee.care.people import FullName, full_name, phone_of
from cordee.fhir import systems
from cordee.fhir.r4 import AllergyIntolerance, Extension, Flag, Patient

ALERTS_SHOWN = 4
OVERSEAS_PREFIXES = ("97", "98")


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One thing nobody may miss: an allergy, or a flag raised on the person."""

    kind: str
    text: str


class Ins(msgspec.Struct, frozen=True, kw_only=True):
    """How far the national health identity is established, in words."""

    status: str
    label: str
    is_test: bool = False


class Banner(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at the head of every page of a record."""

    patient_id: str
    name: FullName
    gender: str
    born_on: date | None
    age: int | None
    died: bool
    ins: Ins
    town: str
    department: str
    phone: str
    alerts: tuple[Alert, ...]


def banner(chart: Chart, today: date) -> Banner:
    """Return the banner of a record; `today` is the territory's."""
    patient = chart.patient
    born_on = day(patient.birthDate)
    address = patient.address[0] if patient.address else None
    return Banner(
        patient_id=chart.patient_id,
        name=full_name(patient),
        gender=patient.gender or "unknown",
        born_on=born_on,
        age=_age(born_on, today),
        died=bool(patient.deceasedBoolean or patient.deceasedDateTime),
        ins=ins_of(patient),
        town=(address.city if address else None) or "",
        department=_department((address.postalCode if address else None) or ""),
        phone=phone_of(patient.telecom),
        alerts=_alerts(chart)[:ALERTS_SHOWN],
    )


def ins_of(patient: Patient) -> Ins:
    """Return the state of the national health identity: qualified, provisional, or absent.

    Qualified = an INS number and the status VALI. Source: fr-core identity reliability; RNIV.
    """
    numbers = [one for one in patient.identifier or () if one.system in systems.INS_SYSTEMS]
    status = _reliability(patient)
    is_test = any(one.system in systems.INS_TEST_SYSTEMS for one in numbers)
    if numbers and status == "VALI":
        return Ins(status="qualified", label="INS qualifiée", is_test=is_test)
    if status in ("RECD", "IDVER", "VALI", "IDRA") or numbers:
        return Ins(status="checked", label="Identité à qualifier", is_test=is_test)
    return Ins(status="none", label="INS absente")


def _reliability(patient: Patient) -> str:
    for extension in patient.extension or ():
        if extension.url == systems.FR_IDENTITY_RELIABILITY:
            for part in extension.extension or ():
                if part.url == "identityStatus":
                    return _coded(part)
            return _coded(extension)
    return ""


def _coded(extension: Extension) -> str:
    return (extension.valueCoding.code if extension.valueCoding else None) or ""


def _alerts(chart: Chart) -> tuple[Alert, ...]:
    allergies = [
        Alert(kind="allergy", text=_allergy(words_of(allergy.code)))
        for allergy in chart.of(AllergyIntolerance)
        if _is_active(allergy)
    ]
    flags = [
        Alert(kind="flag", text=words_of(flag.code))
        for flag in chart.of(Flag)
        if flag.status == "active" and words_of(flag.code) and not code_of(flag.code, systems.ALERT)
    ]
    return (*allergies, *flags)


def _allergy(substance: str) -> str:
    said = substance or "non précisée"
    return said if said.lower().startswith("allergie") else f"Allergie {said[0].lower()}{said[1:]}"


def _is_active(allergy: AllergyIntolerance) -> bool:
    codes = [
        coding.code for coding in (allergy.clinicalStatus.coding if allergy.clinicalStatus else None) or ()
    ]
    verification = [
        coding.code
        for coding in (allergy.verificationStatus.coding if allergy.verificationStatus else None) or ()
    ]
    return (
        "entered-in-error" not in verification
        and "refuted" not in verification
        and (not codes or "active" in codes)
    )


def _age(born_on: date | None, today: date) -> int | None:
    if born_on is None:
        return None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _department(postal_code: str) -> str:
    if postal_code.startswith(OVERSEAS_PREFIXES):
        return postal_code[:3]
    if postal_code.startswith("20"):
        return "2A" if postal_code[:3] in ("200", "201") else "2B"
    return postal_code[:2]
