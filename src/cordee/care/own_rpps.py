"""The RPPS number of who is signed in, from the directory."""

import re

from cordee.access import Door
from cordee.fhir import systems
from cordee.fhir.r4 import Practitioner, PractitionerRole
from cordee.kernel.errors import NotFoundError

_ELEVEN_DIGITS = re.compile(r"8?(\d{11})")
RPPS_SYSTEMS = frozenset({systems.RPPS, systems.NATIONAL_PERSON_ID})


async def own_rpps(door: Door) -> frozenset[str]:
    """Return the RPPS numbers, of eleven digits, of the professional who acts; none for anybody else.

    The national identifier carries the same number after an `8`. Source: annuaire santé; PSC `SubjectNameID`.
    """
    kind, _, id_ = door.actor.who.partition("/")
    if kind != "PractitionerRole":
        return frozenset()
    try:
        role: PractitionerRole = (await door.read(kind, id_)).resource
        reference = (role.practitioner.reference if role.practitioner else None) or ""
        person: Practitioner = (
            await door.read("Practitioner", reference.removeprefix("Practitioner/"))
        ).resource
    except NotFoundError:
        return frozenset()
    values = (one.value or "" for one in person.identifier or () if one.system in RPPS_SYSTEMS)
    return frozenset(match[1] for value in values if (match := _ELEVEN_DIGITS.fullmatch(value)))
