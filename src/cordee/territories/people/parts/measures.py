"""Measures over months: drifting, noisy, with the event the story tells."""

from decimal import Decimal
from random import Random

import msgspec

from cordee.fhir import systems
from cordee.fhir.r4 import CodeableConcept, Coding, Observation, ObservationComponent, Quantity
from cordee.territories.people.fhir_words import coding, concept
from cordee.territories.people.story import Series
from cordee.territories.people.subject import Subject

EVENT_FADES_OVER_DAYS = 9


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """How a measure is coded: LOINC, French name, unit, and how finely it is read."""

    loinc: str
    label: str
    unit: str
    shown: str
    step: Decimal = Decimal(1)


KINDS = {
    "weight": Kind(loinc="29463-7", label="Poids", unit="kg", shown="kg", step=Decimal("0.1")),
    "heart-rate": Kind(loinc="8867-4", label="Fréquence cardiaque", unit="/min", shown="/min"),
    "spo2": Kind(loinc="59408-5", label="Saturation en oxygène", unit="%", shown="%"),
    "temperature": Kind(loinc="8310-5", label="Température", unit="Cel", shown="°C", step=Decimal("0.1")),
    "glucose": Kind(
        loinc="14743-9", label="Glycémie capillaire", unit="mmol/L", shown="mmol/L", step=Decimal("0.1")
    ),
    "pain": Kind(loinc="72514-3", label="Douleur (0 à 10)", unit="{score}", shown="/10"),
}
SYSTOLIC = Kind(loinc="8480-6", label="Tension systolique", unit="mm[Hg]", shown="mmHg")
DIASTOLIC = Kind(loinc="8462-4", label="Tension diastolique", unit="mm[Hg]", shown="mmHg")
PRESSURE = "bp"
BOUNDS = {"spo2": (78.0, 100.0), "pain": (0.0, 10.0), "glucose": (2.6, 28.0)}


def measures(subject: Subject) -> list[Observation]:
    """Return the measures of a person, series after series, oldest first."""
    series = subject.variant.series + subject.story.shared.series
    return [observation for rank, one in enumerate(series) for observation in _series(subject, one, rank)]


def _series(subject: Subject, series: Series, rank: int) -> list[Observation]:
    rng = subject.rng(f"measures/{rank}")
    start, end = rng.uniform(*series.start), rng.uniform(*series.end)
    last = rng.randint(1, max(series.every - 1, 1))
    observations = []
    for i in range(series.count):
        days_ago = last + (series.count - 1 - i) * series.every
        progress = i / max(series.count - 1, 1)
        value = start + (end - start) * progress + rng.gauss(0, series.noise) + _event(series, days_ago)
        observations.append(_observation(subject, rng, series, f"{rank}/{i}", value, days_ago))
    return observations


def _event(series: Series, days_ago: int) -> float:
    if series.event is None:
        return 0.0
    peak_days_ago, amount = series.event
    return amount * max(0.0, 1 - abs(days_ago - peak_days_ago) / EVENT_FADES_OVER_DAYS)


def _observation(
    subject: Subject, rng: Random, series: Series, name: str, value: float, days_ago: int
) -> Observation:
    by = "nurse" if "nurse" in subject.team and rng.random() < 0.85 else "patient"
    observation = Observation(
        id=subject.ids(f"measure/{name}"),
        status="final",
        category=[concept(systems.OBSERVATION_CATEGORY, "vital-signs")],
        code=CodeableConcept(),
        subject=subject.patient,
        effectiveDateTime=subject.days.at(-days_ago, rng.randint(7, 10), rng.randint(0, 59)),
        performer=[subject.member(by)],
    )
    if series.measure == PRESSURE:
        observation.code = CodeableConcept(
            coding=[coding(systems.LOINC, "85354-9")], text="Tension artérielle"
        )
        diastolic = value * 0.44 + 16 + rng.gauss(0, 3)
        observation.component = [_component(SYSTOLIC, value), _component(DIASTOLIC, diastolic)]
    else:
        kind = KINDS[series.measure]
        lowest, highest = BOUNDS.get(series.measure, (0.0, 400.0))
        observation.code = _code(kind)
        observation.valueQuantity = _quantity(kind, min(max(value, lowest), highest))
    return observation


def _component(kind: Kind, value: float) -> ObservationComponent:
    return ObservationComponent(code=_code(kind), valueQuantity=_quantity(kind, value))


def _code(kind: Kind) -> CodeableConcept:
    return CodeableConcept(coding=[Coding(system=systems.LOINC, code=kind.loinc)], text=kind.label)


def _quantity(kind: Kind, value: float) -> Quantity:
    exact = Decimal(value).quantize(kind.step)
    return Quantity(value=exact, unit=kind.shown, system=systems.UCUM, code=kind.unit)
