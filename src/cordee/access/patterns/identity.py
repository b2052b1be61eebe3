"""What is compared of a person: names, birth date, national identifiers. Read from a Patient or a Practitioner."""

import msgspec

from cordee.fhir.search import normalize

INS_SYSTEMS = (
    "urn:oid:1.2.250.1.213.1.4.8",
    "urn:oid:1.2.250.1.213.1.4.9",
    "urn:oid:1.2.250.1.213.1.4.10",
    "urn:oid:1.2.250.1.213.1.4.11",
)


class _Name(msgspec.Struct):
    family: str = ""
    given: list[str] = []


class _Identifier(msgspec.Struct):
    system: str = ""
    value: str = ""


class _Content(msgspec.Struct):
    name: list[_Name] = []
    birthDate: str = ""
    identifier: list[_Identifier] = []


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Family names and first given names without accents or case, the birth date, and INS matricules."""

    families: frozenset[str]
    givens: frozenset[str]
    born_on: str
    ins: frozenset[str]


def identity_of(content: bytes) -> Identity:
    """Return the identity in the JSON of a Patient or a Practitioner; an empty one, like nobody's, when it is odd."""
    try:
        read = msgspec.json.decode(content, type=_Content)
    except msgspec.MsgspecError:
        read = _Content()
    return Identity(
        families=frozenset(normalize(one.family) for one in read.name if one.family),
        givens=frozenset(normalize(one.given[0]) for one in read.name if one.given),
        born_on=read.birthDate,
        ins=frozenset(one.value for one in read.identifier if one.system in INS_SYSTEMS and one.value),
    )
