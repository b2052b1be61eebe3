"""How people are called, from the names R4 gives them. Pure.

In one place for the pages that say a name and for the store that writes it beside a reference.
"""

from collections.abc import Iterable

import msgspec

from cordee.fhir.r4 import HumanName, Patient

TITLES = {"female": "Mme", "male": "M."}
UNNAMED = "Nom inconnu"


class FullName(msgspec.Struct, frozen=True, kw_only=True):
    """A person's name in its civil parts: the birth name only when another name is used."""

    title: str
    given: str
    family: str
    birth_family: str = ""

    @property
    def short(self) -> str:
        """Return `Jeanne MOREAU`."""
        return f"{self.given} {self.family}".strip() or UNNAMED

    @property
    def polite(self) -> str:
        """Return `Mme Jeanne MOREAU`."""
        return f"{self.title} {self.short}".strip()

    @property
    def civil(self) -> str:
        """Return `Mme Jeanne MOREAU née LAMBERT`."""
        born = "né" if self.title == "M." else "née"
        return f"{self.polite} {born} {self.birth_family}" if self.birth_family else self.polite


def full_name(patient: Patient) -> FullName:
    """Return the name a patient is called by, from the used name first and the official (birth) name."""
    names = patient.name or []
    official = _named(names, "official")
    usual = _named(names, "usual")
    first = usual or official or (names[0] if names else HumanName())
    family = (first.family or (official.family if official else "") or "").upper()
    birth = ((official.family if official else "") or "").upper()
    given = _given(usual) or _given(official) or _given(first)
    return FullName(
        title=TITLES.get(patient.gender or "", ""),
        given=given,
        family=family,
        birth_family=birth if birth and birth != family else "",
    )


def human_name(names: Iterable[HumanName] | None) -> str:
    """Return a relative's or professional's name as said: `Dr Paul Girard`."""
    for name in names or ():
        if name.text:
            return name.text
        words = [*(name.prefix or ()), _given(name), name.family]
        said = " ".join(word for word in words if word)
        if said:
            return said
    return UNNAMED


def _named(names: Iterable[HumanName], use: str) -> HumanName | None:
    return next((name for name in names if name.use == use), None)


def _given(name: HumanName | None) -> str:
    return next((given for given in (name.given if name else None) or () if given), "")
