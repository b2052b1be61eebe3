"""The Annuaire Santé extract « PS_LibreAcces_Personne_activite »: one activity of one professional a line.

Source: annuaire.esante.gouv.fr, extraction publique; columns are found by their names, whatever their order.
"""

from cordee.exchange.directory.errors import LineRefusedError
from cordee.exchange.directory.made import Made, digest_of
from cordee.fhir import systems
from cordee.fhir.normalized import normalize
from cordee.fhir.r4 import (
    Address,
    CodeableConcept,
    Coding,
    ContactPoint,
    Extension,
    HumanName,
    Identifier,
    Organization,
    Practitioner,
    PractitionerRole,
    Reference,
)

SEPARATOR = "|"
RPPS_TYPE, RPPS_DIGITS, FINESS_LENGTH = "8", 11, 9
ROLES = {
    "10": "gp", "21": "pharmacist", "26": "psychologist", "40": "dentist", "50": "midwife", "60": "nurse",
    "70": "physiotherapist", "80": "podiatrist", "91": "speech-therapist", "92": "orthoptist", "93": "psychologist",
    "94": "occupational-therapist", "95": "dietitian", "96": "psychomotor-therapist",
}  # fmt: skip
GENERAL_PRACTICE = frozenset({"SM26", "SM53", "SM54"})
_KEY = (
    "identifiant pp", "code profession", "code categorie professionnelle", "code savoir faire",
    "code mode exercice", "numero siret site", "numero finess site", "identifiant technique de la structure",
    "code role", "code genre activite",
)  # fmt: skip


class PsLayout:
    """Lines of this extract become Practitioner, PractitionerRole, and their structure when nobody described it."""

    name = "ps"

    def __init__(self, header: str) -> None:
        self._columns = [normalize(name) for name in header.rstrip("\r\n|").split(SEPARATOR)]

    @staticmethod
    def knows(header: str) -> bool:
        """Return whether a first line is the header of this extract."""
        names = {normalize(name) for name in header.split(SEPARATOR)}
        return {"identifiant pp", "code profession", "nom d exercice"} <= names

    def read(self, number: int, text: str) -> Made | None:
        """Return what a line makes. Raises: LineRefusedError."""
        values = text.rstrip("\r\n").split(SEPARATOR)
        if len(values) == len(self._columns) + 1 and not values[-1]:
            values.pop()
        if len(values) != len(self._columns):
            raise LineRefusedError("columns")
        row = dict(zip(self._columns, (value.strip() for value in values), strict=True))
        person = _person(row)
        structure = _structure(row)
        role = _role(row, person, structure)
        return Made(
            number, role, (person,), (structure,) if structure else (), digest_of(text.rstrip("\r\n"))
        )


def _person(row: dict[str, str]) -> Practitioner:
    number, kind = row["identifiant pp"], row.get("type d identifiant pp", RPPS_TYPE)
    is_rpps = kind == RPPS_TYPE
    if not number.isalnum() or (is_rpps and not (number.isdigit() and len(number) == RPPS_DIGITS)):
        raise LineRefusedError("identifier")
    family = row["nom d exercice"]
    if not family:
        raise LineRefusedError("name")
    title = row.get("libelle civilite d exercice") or row.get("libelle civilite exercice") or ""
    given = row.get("prenom d exercice", "")
    prefix = "Dr" if title.lower().startswith(("doc", "dr", "prof")) else ""
    system = systems.RPPS if is_rpps else systems.NATIONAL_PERSON_ID
    return Practitioner(
        id=f"{'rpps' if is_rpps else 'pp'}-{number}"[:64],
        identifier=[Identifier(system=system, value=number)],
        active=True,
        name=[
            HumanName(family=family, given=[given] if given else None, prefix=[prefix] if prefix else None)
        ],
    )


def _role(row: dict[str, str], person: Practitioner, structure: Organization | None) -> PractitionerRole:
    code, label = row["code profession"], row.get("libelle profession", "")
    if not code:
        raise LineRefusedError("profession")
    skill, skill_label = row.get("code savoir faire", ""), row.get("libelle savoir faire", "")
    known = ROLES.get(code, "")
    if known == "gp" and skill and skill not in GENERAL_PRACTICE:
        known = "specialist"
    codings = [Coding(system=systems.PROFESSION, code=code, display=label or None)]
    if known:
        codings.append(Coding(system=systems.ROLE, code=known))
    name = person.name[0] if person.name else HumanName()
    called = " ".join(part for part in (*(name.prefix or ()), *(name.given or ()), name.family) if part)
    specialty = CodeableConcept(
        coding=[Coding(system=systems.SPECIALTY, code=skill)] if skill else None, text=skill_label or None
    )
    key = "|".join(row.get(column, "") for column in _KEY)
    return PractitionerRole(
        id=f"ps-{digest_of(key)}",
        active=True,
        practitioner=Reference(reference=f"Practitioner/{person.id}", display=called),
        organization=Reference(reference=f"Organization/{structure.id}", display=structure.name)
        if structure
        else None,
        code=[CodeableConcept(coding=codings, text=label or None)],
        specialty=[specialty] if skill_label else None,
        telecom=_telecom(row),
    )


def _structure(row: dict[str, str]) -> Organization | None:
    name = row.get("enseigne commerciale site") or row.get("raison sociale site") or ""
    finess, technical = (
        row.get("numero finess site", ""),
        row.get("identifiant technique de la structure", ""),
    )
    if not name or not (finess or technical):
        return None
    has_finess = len(finess) == FINESS_LENGTH and finess.isalnum()
    identifier = Identifier(system=systems.FINESS, value=finess) if has_finess else None
    return Organization(
        id=f"finess-{finess}" if has_finess else f"structure-{digest_of(technical or finess)}",
        identifier=[identifier] if identifier else None,
        active=True,
        name=name,
        telecom=_telecom(row),
        address=_address(row),
    )


def _address(row: dict[str, str]) -> list[Address] | None:
    def at(name: str) -> str:
        return row.get(f"{name} coord structure", "")

    street = " ".join(
        part for part in (at("numero voie"), at("libelle type de voie"), at("libelle voie")) if part
    )
    insee, town = at("code commune"), at("libelle commune")
    if not (street or town or insee):
        return None
    code = Extension(url=systems.FR_INSEE_CODE, valueCoding=Coding(system=systems.INSEE_COMMUNE, code=insee))
    return [
        Address(
            line=[street] if street else None,
            city=town or None,
            postalCode=at("code postal") or None,
            extension=[code] if insee else None,
        )
    ]


def _telecom(row: dict[str, str]) -> list[ContactPoint] | None:
    phone, mail = row.get("telephone coord structure", ""), row.get("adresse e mail coord structure", "")
    points = [ContactPoint(system="phone", value=phone)] if phone else []
    points += [ContactPoint(system="email", value=mail)] if mail else []
    return points or None
