"""Writes an identity as the Patient of the national profile, and carers as RelatedPerson."""

from datetime import date

from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    CodeableConcept,
    Coding,
    Extension,
    HumanName,
    Identifier,
    Meta,
    Patient,
    PatientCommunication,
    Reference,
    RelatedPerson,
)
from cordee.territories.people.fhir_words import coding, concept
from cordee.territories.people.identity import Identity
from cordee.territories.people.telecom import email_point, phone_point


def patient(who: Identity, id_: str, *, gp: Reference | None, seen_on: str) -> Patient:
    """Return the Patient of a qualified identity (fr-core Patient INS), its INS on the national test identifier."""
    return Patient(
        id=id_,
        meta=Meta(profile=[systems.FR_PATIENT_INS_PROFILE]),
        extension=[reliability("VALI", seen_on), _birthplace(who)],
        identifier=[
            Identifier(
                use="official",
                type=CodeableConcept(coding=[Coding(system=systems.FR_IDENTIFIER_TYPE, code="INS-NIR-TEST")]),
                system=systems.INS_NIR_TEST,
                value=who.ins_nir,
            )
        ],
        active=True,
        name=[
            HumanName(
                use="official",
                family=who.birth_name,
                given=[who.given[0]],
                extension=[Extension(url=systems.FR_BIRTH_LIST_GIVEN_NAME, valueString=" ".join(who.given))],
            ),
            HumanName(use="usual", family=who.used_name, given=[who.given[0]], prefix=[who.title]),
        ],
        telecom=[phone_point(number) for number in who.phones]
        + ([email_point(who.email)] if who.email else []),
        gender="female" if who.is_female else "male",
        birthDate=who.born_on.isoformat(),
        address=[home(who)],
        communication=[
            PatientCommunication(language=concept(systems.LANGUAGE, "fr", "Français"), preferred=True)
        ],
        generalPractitioner=[gp] if gp else None,
    )


def provisional(
    id_: str,
    *,
    family: str,
    given: str,
    is_female: bool,
    born_on: date | None,
    address: Address,
    phone: str,
    seen_on: str,
) -> Patient:
    """Return the Patient somebody asked help for: an identity told by others, no INS yet."""
    return Patient(
        id=id_,
        meta=Meta(profile=[systems.FR_PATIENT_PROFILE]),
        extension=[reliability("PROV", seen_on)],
        active=True,
        name=[HumanName(use="usual", family=family, given=[given], prefix=["Mme" if is_female else "M."])],
        telecom=[phone_point(phone)],
        gender="female" if is_female else "male",
        birthDate=born_on.isoformat() if born_on else None,
        address=[address],
    )


def reliability(status: str, seen_on: str) -> Extension:
    """Return how far an identity is established, and since when."""
    parts = [
        Extension(url="identityStatus", valueCoding=coding(systems.FR_IDENTITY_STATUS, status)),
        Extension(url="validationDate" if status == "VALI" else "dateCollection", valueDate=seen_on),
    ]
    if status == "VALI":
        mode = coding(systems.FR_IDENTITY_VALIDATION_MODE, "CN")
        parts.append(Extension(url="validationMode", valueCoding=mode))
    return Extension(url=systems.FR_IDENTITY_RELIABILITY, extension=parts)


def home(who: Identity) -> Address:
    """Return where a person lives, with the code of her commune."""
    return Address(
        use="home",
        line=[who.line],
        city=who.commune.name,
        postalCode=who.commune.postcode,
        country="FR",
        extension=[insee_code(who.commune.insee)],
    )


def insee_code(code: str) -> Extension:
    """Return the commune of an address as the national extension writes it."""
    return Extension(url=systems.FR_INSEE_CODE, valueCoding=coding(systems.INSEE_COMMUNE, code))


def carer(
    id_: str,
    *,
    number: str,
    patient_id: str,
    role: str,
    relation: str,
    given: str,
    family: str,
    is_female: bool,
    phone: str,
    mail: str | None,
) -> RelatedPerson:
    """Return a person of the family or the neighbourhood (cds RelatedPerson): role code, and relation in French."""
    return RelatedPerson(
        id=id_,
        meta=Meta(profile=[systems.RELATED_PERSON_PROFILE]),
        identifier=[Identifier(system=systems.RELATED_PERSON_IDENTIFIER, value=number)],
        active=True,
        patient=Reference(reference=f"Patient/{patient_id}"),
        relationship=[concept(systems.ROLE_CLASS, role, relation)],
        name=[HumanName(use="usual", family=family, given=[given], prefix=["Mme" if is_female else "M."])],
        telecom=[phone_point(phone)] + ([email_point(mail)] if mail else []),
        gender="female" if is_female else "male",
    )


def _birthplace(who: Identity) -> Extension:
    place = who.birthplace
    return Extension(
        url=systems.BIRTH_PLACE,
        valueAddress=Address(city=place.name, country=place.country, extension=[insee_code(place.code)]),
    )
