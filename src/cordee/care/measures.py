"""Measures: the series of a record, each kind with its latest value and the zone aimed at."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import code_of, instant
from cordee.care.measure_kinds import DIASTOLIC, KEY_OF_LOINC, KINDS, SYSTOLIC, MeasureKind
from cordee.care.people import Person
from cordee.fhir import systems
from cordee.fhir.r4 import Goal, Observation, ObservationReferenceRange, Quantity

SHELVES: dict[str, int] = {"Observation": 600, "Goal": 50}
DIGITS_MAX = (
    9  # before and after the point; no measure of a person has more: a page then says nothing, and stands
)


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One measure: `second` is the diastolic pressure, else None."""

    id: str
    at: datetime
    value: Decimal
    second: Decimal | None
    by: Person | None
    changed_at: datetime | None = None


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """The target zone; an open side is None."""

    low: Decimal | None
    high: Decimal | None


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """The measures of one kind, oldest first, with the zone aimed at."""

    kind: MeasureKind
    points: tuple[Point, ...]
    zone: Zone | None = None

    @property
    def latest(self) -> Point:
        """Return the newest measure."""
        return self.points[-1]

    @property
    def change(self) -> Decimal | None:
        """Return the newest value less the one before, or None when there is no other."""
        return self.points[-1].value - self.points[-2].value if len(self.points) > 1 else None

    def is_outside(self, point: Point) -> bool:
        """Return whether a measure lies outside the target zone."""
        if self.zone is None:
            return False
        return (self.zone.low is not None and point.value < self.zone.low) or (
            self.zone.high is not None and point.value > self.zone.high
        )


def key_of(observation: Observation) -> str:
    """Return which kind of measure an observation is, or nothing when it is none of those kept here."""
    return KEY_OF_LOINC.get(code_of(observation.code, systems.LOINC), "")


def series_of(chart: Chart) -> list[Series]:
    """Return the series of a record opened with these SHELVES, the most recently measured first."""
    by_kind: dict[str, list[Observation]] = {}
    for observation in chart.of(Observation):
        key = key_of(observation)
        if key and observation.status != "entered-in-error":
            by_kind.setdefault(key, []).append(observation)
    found = []
    for key, observations in by_kind.items():
        points = sorted(
            (p for o in observations if (p := point_of(chart, o)) is not None), key=lambda point: point.at
        )
        if points:
            zone = _zone(chart, KINDS[key], observations)
            found.append(Series(kind=KINDS[key], points=tuple(points), zone=zone))
    return sorted(found, key=lambda series: series.latest.at, reverse=True)


def point_of(chart: Chart, observation: Observation) -> Point | None:
    """Return the measure an observation holds, or None when it holds no number in a unit we read, or no moment."""
    period_start = observation.effectivePeriod.start if observation.effectivePeriod else None
    at = instant(observation.effectiveDateTime or observation.effectiveInstant or period_start)
    value = _number(observation.valueQuantity)
    second = None
    for component in observation.component or ():
        code = code_of(component.code, systems.LOINC)
        if code == SYSTOLIC:
            value = _number(component.valueQuantity)
        elif code == DIASTOLIC:
            second = _number(component.valueQuantity)
    if at is None or value is None:
        return None
    performer = observation.performer[0] if observation.performer else None
    return Point(
        id=observation.id or "",
        at=at,
        value=value,
        second=second,
        by=chart.person(performer.reference, performer.display) if performer else None,
        changed_at=instant(observation.meta.lastUpdated if observation.meta else None),
    )


def say(kind: MeasureKind, value: Decimal, second: Decimal | None = None) -> str:
    """Return a measure as people say it: `62,4 kg`, `135/80 mmHg`, `4/10`."""
    number = plain(value, kind.decimals)
    if second is not None:
        number = f"{number}/{plain(second, kind.decimals)}"
    return f"{number}{kind.unit}" if kind.unit.startswith("/") else f"{number}\u00a0{kind.unit}"


def plain(value: Decimal, decimals: int) -> str:
    """Return a number in French, with at least the decimals that were written and no needless ones."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals)) if decimals else value.quantize(Decimal(1))
    return str(rounded).replace(".", ",")


def _zone(chart: Chart, kind: MeasureKind, observations: Iterable[Observation]) -> Zone | None:
    for goal in chart.of(Goal):
        for target in goal.target or ():
            if code_of(target.measure, systems.LOINC) == kind.loinc and target.detailRange is not None:
                return Zone(low=_number(target.detailRange.low), high=_number(target.detailRange.high))
    for observation in observations:
        if observation.referenceRange:
            return _range(observation.referenceRange[0])
    return None


def _range(given: ObservationReferenceRange) -> Zone | None:
    zone = Zone(low=_number(given.low), high=_number(given.high))
    return None if zone.low is None and zone.high is None else zone


def _number(quantity: Quantity | None) -> Decimal | None:
    value = quantity.value if quantity is not None else None
    return value if value is not None and -DIGITS_MAX <= value.adjusted() < DIGITS_MAX else None
