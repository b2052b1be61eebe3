"""Adding measures, within what a living person can show; taking one back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.elements import fhir_instant, refers_to, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import ImplausibleMeasureError, UnknownChoiceError, UnlikelyMomentError
from cordee.care.measure_kinds import DIASTOLIC, KINDS, SYSTOLIC, MeasureKind
from cordee.care.measures import plain
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Coding, Observation, ObservationComponent, Quantity
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError

FUTURE_TOLERANCE = timedelta(minutes=5)
PAST_MAX = timedelta(days=366)
PRESSURE_GAP_MIN = Decimal(5)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One value to record; a blood pressure has a second one."""

    key: str
    value: Decimal
    second: Decimal | None = None


async def add_measures(
    door: Door, patient_id: str, entries: Sequence[Entry], *, at: datetime, form_id: str
) -> list[str]:
    """Record what was measured at one moment, all or nothing, and return the ids.

    When a value cannot be a living person's, raises ImplausibleMeasureError; when the moment lies ahead or more than a
    year back, UnlikelyMomentError.
    """
    for entry in entries:
        if entry.key not in KINDS:
            raise UnknownChoiceError("kind")
        check_plausible(KINDS[entry.key], entry.value, entry.second)
    _check_moment(at)
    await open_chart(door, patient_id)
    async with door.writing() as unit:
        return [unit.create(_observation(door, patient_id, entry, at, form_id)) for entry in entries]


async def withdraw_measures(door: Door, patient_id: str, form_id: str) -> None:
    """Take back what one form measured: it stays in the history and leaves the curves. NotFoundError when nothing."""
    candidates = [f"Observation/{entry_id(form_id, key)}" for key in KINDS]
    found: list[Observation] = [stored.resource for stored in (await door.read_many(candidates)).values()]
    mine = [one for one in found if refers_to(one.subject, f"Patient/{patient_id}")]
    if not mine:
        raise NotFoundError
    async with door.writing() as unit:
        for observation in mine:
            observation.status = "entered-in-error"
            unit.update(observation, expected_version=version_of(observation.meta))


def check_plausible(kind: MeasureKind, value: Decimal, second: Decimal | None) -> None:
    """Raise ImplausibleMeasureError when the values cannot be a living person's, or contradict each other."""
    is_pressure = kind.key == "tension"
    if is_pressure != (second is not None):
        raise ImplausibleMeasureError(
            "Une tension a deux valeurs : la haute (systolique) et la basse (diastolique).",
            "A blood pressure has two values, any other measure has one.",
            field="second",
        )
    for number, field in ((value, "value"), (second, "second")):
        if number is not None and not kind.lowest <= number <= kind.highest:
            low, high = plain(kind.lowest, kind.decimals), plain(kind.highest, kind.decimals)
            raise ImplausibleMeasureError(
                f"{kind.label} : une valeur de {low} à {high} {kind.unit} est attendue. Rien n’est enregistré.",
                f"{kind.loinc}: a value from {kind.lowest} to {kind.highest} {kind.ucum} is expected.",
                field=field,
            )
    if second is not None and value < second + PRESSURE_GAP_MIN:
        raise ImplausibleMeasureError(
            "La première valeur (systolique) doit être plus haute que la seconde (diastolique).",
            "The systolic value must exceed the diastolic one.",
            field="second",
        )


def _observation(door: Door, patient_id: str, entry: Entry, at: datetime, form_id: str) -> Observation:
    kind = KINDS[entry.key]
    observation = Observation(
        id=entry_id(form_id, entry.key),
        status="final",
        category=[CodeableConcept(coding=[Coding(system=systems.OBSERVATION_CATEGORY, code="vital-signs")])],
        code=_code(kind.loinc, kind.label),
        subject=about(patient_id),
        effectiveDateTime=fhir_instant(at),
        performer=[signature(door.actor)],
    )
    if entry.second is None:
        observation.valueQuantity = _quantity(kind, entry.value)
    else:
        observation.component = [
            _component(SYSTOLIC, "Pression systolique", _quantity(kind, entry.value)),
            _component(DIASTOLIC, "Pression diastolique", _quantity(kind, entry.second)),
        ]
    return observation


def _component(loinc: str, label: str, quantity: Quantity) -> ObservationComponent:
    return ObservationComponent(code=_code(loinc, label), valueQuantity=quantity)


def _check_moment(at: datetime) -> None:
    if at > now() + FUTURE_TOLERANCE:
        raise UnlikelyMomentError(
            "Cette mesure est datée dans le futur. Corrigez le jour ou l’heure.",
            "The moment lies ahead.",
            field="day",
        )
    if at < now() - PAST_MAX:
        raise UnlikelyMomentError(
            "Cette mesure date de plus d’un an. Corrigez le jour.",
            "The moment is over a year back.",
            field="day",
        )


def _code(loinc: str, label: str) -> CodeableConcept:
    return CodeableConcept(coding=[Coding(system=systems.LOINC, code=loinc, display=label)], text=label)


def _quantity(kind: MeasureKind, value: Decimal) -> Quantity:
    return Quantity(value=value, unit=kind.unit, system=systems.UCUM, code=kind.ucum)
