"""How somebody is reached: telephone, secure mail, ordinary mail, in the order one would try them."""

from collections.abc import Iterable

import msgspec

from cordee.fhir import systems
from cordee.fhir.r4 import ContactPoint

_ORDER = ("phone", "mss", "email", "fax")
SECURE = "MSSANTE"


class Contact(msgspec.Struct, frozen=True):
    """One way to reach somebody; `kind` is phone, mss (health secure mail), email or fax."""

    kind: str
    value: str

    @property
    def link(self) -> str:
        """Return what a tap does, empty for what cannot be opened."""
        if self.kind == "phone":
            return f"tel:{self.value.replace(' ', '')}"
        return f"mailto:{self.value}" if self.kind in {"mss", "email"} else ""


def contacts_of(telecom: Iterable[ContactPoint] | None) -> tuple[Contact, ...]:
    """Return the ways to reach somebody, the telephone first."""
    found = [Contact(_kind(one), one.value) for one in telecom or () if one.value]
    return tuple(sorted((one for one in found if one.kind in _ORDER), key=lambda one: _ORDER.index(one.kind)))


def _kind(point: ContactPoint) -> str:
    if point.system != "email":
        return point.system or ""
    codes = {
        e.valueCoding.code for e in point.extension or () if e.url == systems.FR_EMAIL_TYPE and e.valueCoding
    }
    return "mss" if SECURE in codes else "email"
