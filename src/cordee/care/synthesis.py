"""A person in ten seconds: what she has, what she takes and what changed in it, how she lives, whom to call."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cordee.care.assessments.standing import gir_words
from cordee.care.chart import Chart
from cordee.care.elements import code_of, has_code
from cordee.care.people import Person
from cordee.care.sections.aides import AIDES
from cordee.care.sections.allergies import ALLERGIES
from cordee.care.sections.directives import DIRECTIVES
from cordee.care.sections.equipment import EQUIPMENT
from cordee.care.sections.kind import Kind, Said
from cordee.care.sections.problems import PROBLEMS
from cordee.care.sections.protection import PROTECTION
from cordee.care.sections.reading import current_rows, situations
from cordee.care.sections.rights import COVERAGE
from cordee.care.sections.situation import SIDES, words_in
from cordee.care.sections.treatments import TREATMENTS, dose, is_new_since
from cordee.fhir import systems
from cordee.fhir.r4 import CareTeam, RelatedPerson
from cordee.store import Stored

PROBLEMS_SHOWN = 6
TREATMENTS_SHOWN = 6
SHORT_NOTE = 40  # characters of a precision that still fit beside their problem
NEWLY = timedelta(days=14)
SHELVES: dict[str, int] = {
    "Condition": 60,
    "MedicationStatement": 60,
    "DeviceUseStatement": 20,
    "Coverage": 20,
    "Encounter": 10,
}


class Treatment(msgspec.Struct, frozen=True, kw_only=True):
    """A treatment as the card names it; `is_new` when it, or how it is taken, changed lately."""

    name: str
    dose: str
    is_new: bool


class TenSeconds(msgspec.Struct, frozen=True, kw_only=True):
    """The card « En dix secondes »; what is unknown is empty."""

    problems: tuple[str, ...] = ()
    more_problems: int = 0
    treatments: tuple[Treatment, ...] = ()
    more_treatments: int = 0
    allergies: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    autonomy: str = ""
    home: str = ""
    living: str = ""
    habits: str = ""
    help: tuple[str, ...] = ()
    resources: str = ""
    rights: tuple[str, ...] = ()
    protection: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    trusted: Person | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all is known."""
        return not any(
            getattr(self, name)
            for name in self.__struct_fields__
            if name not in ("more_problems", "more_treatments")
        )


def ten_seconds(chart: Chart, observed: list[Stored], at: datetime) -> TenSeconds:
    """Return the synthesis of a record from its chart and its social observations."""
    problems = _flowing(_unique(_problem(said) for _, said in _current(chart, PROBLEMS)))
    treatments = _treatments(chart, at)
    sides = _sides(observed)
    return TenSeconds(
        problems=tuple(problems[:PROBLEMS_SHOWN]),
        more_problems=max(0, len(problems) - PROBLEMS_SHOWN),
        treatments=treatments[:TREATMENTS_SHOWN],
        more_treatments=max(0, len(treatments) - TREATMENTS_SHOWN),
        allergies=_texts(chart, ALLERGIES),
        equipment=_texts(chart, EQUIPMENT),
        autonomy=sides.get("autonomy", ""),
        home=sides.get("housing", ""),
        living=sides.get("living", ""),
        habits=sides.get("habits", ""),
        help=_texts(chart, AIDES, observed, _with_detail),
        resources=sides.get("resources", ""),
        rights=_texts(chart, COVERAGE),
        protection=_texts(chart, PROTECTION, say=_with_detail),
        directives=_texts(chart, DIRECTIVES),
        trusted=trusted_person(chart),
    )


def trusted_person(chart: Chart) -> Person | None:
    """Return the person of trust: the circle's member so named, else a relative so named."""
    for team in chart.of(CareTeam):
        for participant in team.participant or ():
            if has_code(participant.role, systems.ROLE_CLASS, "QUAL") and participant.member is not None:
                return chart.person(participant.member.reference, participant.member.display)
    for relative in chart.of(RelatedPerson):
        if has_code(relative.relationship, systems.ROLE_CLASS, "QUAL"):
            return chart.person(f"RelatedPerson/{relative.id}")
    return None


def _current(chart: Chart, kind: Kind, observed: list[Stored] | None = None) -> list[tuple[Any, Said]]:
    return [(row.resource, said) for row, said in current_rows(chart, kind, observed or [])]


def _texts(
    chart: Chart,
    kind: Kind,
    observed: list[Stored] | None = None,
    say: Callable[[Said], str] = lambda said: said.text,
) -> tuple[str, ...]:
    return tuple(_flowing(_unique(say(said) for _, said in _current(chart, kind, observed))))


def _with_detail(said: Said) -> str:
    return f"{said.text} ({said.detail})" if said.detail else said.text


def _problem(said: Said) -> str:
    return _with_detail(said) if len(said.detail) <= SHORT_NOTE else said.text


def _treatments(chart: Chart, at: datetime) -> tuple[Treatment, ...]:
    """Return what is taken, what changed lately first."""
    found: dict[str, Treatment] = {}
    for one, said in _current(chart, TREATMENTS):
        if said.text:
            new = is_new_since(one, (at - NEWLY).date())
            found.setdefault(said.text, Treatment(name=said.text, dose=dose(one), is_new=new))
    if all(one.is_new for one in found.values()):  # a record just written: nothing stands out
        found = {name: msgspec.structs.replace(one, is_new=False) for name, one in found.items()}
    ordered = sorted(found.values(), key=lambda one: not one.is_new)
    names = _flowing([one.name for one in ordered])
    return tuple(msgspec.structs.replace(one, name=name) for one, name in zip(ordered, names, strict=True))


def _sides(observed: list[Stored]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in observed:
        one = row.resource
        if gir := gir_words(one):
            found.setdefault("autonomy", gir)  # newest first: what was said of it since stands before
        code = code_of(one.code, systems.SITUATION)
        if code in SIDES and one.status != "entered-in-error" and words_in(one):
            found.setdefault(code, words_in(one))
    return found


def _flowing(texts: list[str]) -> list[str]:
    """Return the texts as they stand in one sentence: after the first, without a capital that is not an acronym's."""
    return [
        text if rank == 0 or text[1:2].isupper() else f"{text[0].lower()}{text[1:]}"
        for rank, text in enumerate(texts)
    ]


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


__all__ = ["SHELVES", "TenSeconds", "Treatment", "situations", "ten_seconds", "trusted_person"]
