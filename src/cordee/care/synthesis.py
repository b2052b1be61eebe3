"""A person in ten seconds: what she has, what she takes, how she lives, whom to call."""

from collections.abc import Iterable

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.elements import code_of, has_code, words_of
from cordee.care.people import Person
from cordee.fhir import systems
from cordee.fhir.r4 import CareTeam, Condition, MedicationStatement, Observation, RelatedPerson
from cordee.fhir.search import parse_query

PROBLEMS_SHOWN = 6
TREATMENTS_SHOWN = 6
SITUATIONS_MAX = 30
SHELVES: dict[str, int] = {"Condition": 60, "MedicationStatement": 60}
_ACTIVE = frozenset({"active", "recurrence", "relapse"})


class TenSeconds(msgspec.Struct, frozen=True, kw_only=True):
    """The card « En dix secondes »; what is unknown is empty."""

    problems: tuple[str, ...] = ()
    more_problems: int = 0
    treatments: tuple[str, ...] = ()
    more_treatments: int = 0
    autonomy: str = ""
    home: str = ""
    living: str = ""
    help: str = ""
    resources: str = ""
    trusted: Person | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all is known."""
        return not any(
            (self.problems, self.treatments, self.autonomy, self.home, self.living, self.help, self.trusted)
        )


async def situations(door: Door, patient_id: str) -> list[Observation]:
    """Return the social observations of a record, newest first. Cost: one statement.

    They are searched by their category and not read from the shelf of observations, where years of daily measures
    would hide them.
    """
    query = parse_query(
        "Observation",
        [
            ("patient", f"Patient/{patient_id}"),
            ("category", f"{systems.OBSERVATION_CATEGORY}|social-history"),
            ("_sort", "-date"),
            ("_count", str(SITUATIONS_MAX)),
        ],
    )
    return [stored.resource for stored in (await door.search(query)).rows]


def ten_seconds(chart: Chart, social: list[Observation]) -> TenSeconds:
    """Return the synthesis of a record from its chart and its social observations."""
    problems = _flowing(_unique(words_of(one.code) for one in chart.of(Condition) if _is_current(one)))
    treatments = _flowing(
        _unique(_treatment(one) for one in chart.of(MedicationStatement) if one.status == "active")
    )
    said = _latest(social)
    return TenSeconds(
        problems=tuple(problems[:PROBLEMS_SHOWN]),
        more_problems=max(0, len(problems) - PROBLEMS_SHOWN),
        treatments=tuple(treatments[:TREATMENTS_SHOWN]),
        more_treatments=max(0, len(treatments) - TREATMENTS_SHOWN),
        autonomy=said.get("autonomy", ""),
        home=said.get("housing", ""),
        living=said.get("living", ""),
        help=said.get("help", ""),
        resources=said.get("resources", ""),
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


def _is_current(condition: Condition) -> bool:
    codes = {
        coding.code
        for coding in (condition.clinicalStatus.coding if condition.clinicalStatus else None) or ()
    }
    verification = condition.verificationStatus
    refuted = any(
        coding.code in ("refuted", "entered-in-error")
        for coding in (verification.coding if verification else None) or ()
    )
    return not refuted and (not codes or bool(codes & _ACTIVE))


def _treatment(statement: MedicationStatement) -> str:
    name = words_of(statement.medicationCodeableConcept)
    if not name and statement.medicationReference is not None:
        name = statement.medicationReference.display or ""
    return name


def _latest(social: list[Observation]) -> dict[str, str]:
    found: dict[str, str] = {}
    for observation in social:
        code = code_of(observation.code, systems.SITUATION)
        value = observation.valueString or words_of(observation.valueCodeableConcept)
        if code and value and code not in found:
            found[code] = value
    return found


def _flowing(texts: list[str]) -> list[str]:
    """Return the texts as they stand in one sentence: after the first, without a capital that is not an acronym's."""
    return [
        text if rank == 0 or text[1:2].isupper() else f"{text[0].lower()}{text[1:]}"
        for rank, text in enumerate(texts)
    ]


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
