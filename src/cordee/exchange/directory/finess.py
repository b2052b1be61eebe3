"""The FINESS stock « etalab-cs1100502 »: one establishment a line « structureet », without column names.

Source: data.gouv.fr, FINESS Extraction du Fichier des établissements. Its lines « geolocalisation » are passed over:
near is told from communes.
"""

from cordee.exchange.directory.errors import LineRefusedError
from cordee.exchange.directory.made import Made, digest_of
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    CodeableConcept,
    Coding,
    ContactPoint,
    Extension,
    Identifier,
    Organization,
    Reference,
)

COLUMNS = (
    "section", "nofinesset", "nofinessej", "rs", "rslongue", "complrs", "compldistrib", "numvoie", "typvoie", "voie",
    "compvoie", "lieuditbp", "commune", "departement", "libdepartement", "ligneacheminement", "telephone", "telecopie",
    "categetab", "libcategetab", "categagretab", "libcategagretab", "siret", "codeape", "codemft", "libmft", "codesph",
    "libsph", "dateouv", "dateautor", "maj", "numuai",
)  # fmt: skip
COLUMNS_MIN = 20
FINESS_LENGTH, POSTCODE_LENGTH = 9, 5
CATEGORY = "https://mos.esante.gouv.fr/NOS/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-CategorieEtablissement"
TYPES = {
    "101": "hospital", "106": "hospital", "128": "hospital", "292": "hospital", "355": "hospital", "362": "hospital",
    "365": "hospital", "127": "had", "124": "practice", "603": "practice", "209": "ssiad", "354": "ssiad",
    "460": "home-help", "463": "clic", "500": "ehpad", "501": "ehpad", "502": "ehpad", "620": "pharmacy",
}  # fmt: skip
OVERSEAS = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976"}
_ESTABLISHMENT, _POSITION = "structureet", "geolocalisation"


class FinessLayout:
    """Lines of the stock become Organization."""

    name = "finess"

    def __init__(self, _header: str) -> None:
        pass

    @staticmethod
    def knows(header: str) -> bool:
        """Return whether a first line begins this stock."""
        return header.startswith(("finess;etalab", f"{_ESTABLISHMENT};"))

    def read(self, number: int, text: str) -> Made | None:
        """Return what a line makes, None for a line that is no establishment. Raises: LineRefusedError."""
        values = text.rstrip("\r\n").split(";")
        if values[0] in (_POSITION, "finess"):
            return None
        if values[0] != _ESTABLISHMENT or not COLUMNS_MIN <= len(values) <= len(COLUMNS) + 1:
            raise LineRefusedError("columns")
        row = dict(zip(COLUMNS, (value.strip() for value in values), strict=False))
        finess = row["nofinesset"]
        if len(finess) != FINESS_LENGTH or not finess.isalnum():
            raise LineRefusedError("identifier")
        name = row["rslongue"] or row["rs"]
        if not name:
            raise LineRefusedError("name")
        return Made(number, _structure(row, finess, name), (), (), digest_of(text.rstrip("\r\n")))


def _structure(row: dict[str, str], finess: str, name: str) -> Organization:
    category, label = row["categetab"], row["libcategetab"]
    codings = [Coding(system=CATEGORY, code=category, display=label or None)] if category else []
    if category in TYPES:
        codings.append(Coding(system=systems.ORGANIZATION_TYPE, code=TYPES[category]))
    owner = row["nofinessej"]
    alias = row["rs"] if row["rs"] and row["rs"] != name else ""
    return Organization(
        id=f"finess-{finess}",
        identifier=[Identifier(system=systems.FINESS, value=finess)],
        active=True,
        type=[CodeableConcept(coding=codings or None, text=label or None)] if codings or label else None,
        name=name,
        alias=[alias] if alias else None,
        telecom=[ContactPoint(system="phone", value=row["telephone"])] if row["telephone"] else None,
        address=[_address(row)],
        partOf=Reference(identifier=Identifier(system=systems.FINESS, value=owner)) if owner else None,
    )


def _address(row: dict[str, str]) -> Address:
    street = " ".join(part for part in (row["numvoie"], row["typvoie"], row["voie"]) if part)
    routing = row["ligneacheminement"]
    postcode = routing[:POSTCODE_LENGTH] if routing[:POSTCODE_LENGTH].isdigit() else ""
    town = routing[POSTCODE_LENGTH:].strip() if postcode else routing
    insee = _insee(row["departement"], row["commune"])
    code = Extension(url=systems.FR_INSEE_CODE, valueCoding=Coding(system=systems.INSEE_COMMUNE, code=insee))
    return Address(
        line=[street] if street else None,
        city=town.partition(" CEDEX")[0].title() or None,
        postalCode=postcode or None,
        extension=[code] if insee else None,
    )


def _insee(departement: str, commune: str) -> str:
    """Return the INSEE code of a commune: the stock numbers it within its département."""
    if not departement or not commune:
        return ""
    if departement in OVERSEAS:
        return f"{OVERSEAS[departement]}{commune[-2:]}"
    return f"{departement}{commune.zfill(3)}"
