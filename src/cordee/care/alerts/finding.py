"""What the rules find in a record as it stands. Pure: a chart, rules and an instant give findings."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from cordee.care.alerts.rules import SERIOUS, WATCH, AlertRules
from cordee.care.assessments.history import SHELVES as ASSESSED
from cordee.care.assessments.standing import carer_burden_high
from cordee.care.chart import Chart
from cordee.care.elements import day, instant
from cordee.care.measures import SHELVES as MEASURED
from cordee.care.measures import Point, Series, series_of
from cordee.care.notebook.kinds import is_note, is_urgent
from cordee.care.tasks.codes import REVIEW, code_in
from cordee.care.tasks.states import OPEN
from cordee.fhir.r4 import DocumentReference, Encounter, EpisodeOfCare, Task

SHELVES: dict[str, int] = {
    **MEASURED,
    **ASSESSED,
    "Encounter": 5,
    "DocumentReference": 30,
    "Observation": 120,
}
LATELY = timedelta(days=3)  # what is older when it is first seen is history, and alerts nobody
UNREAD_FOR = timedelta(days=4)  # the same, for a note nobody read
SIGNED_FOR = timedelta(days=7)

MEASURE, TARGET, NO_ENTRY, REVIEW_DUE = "measure", "target", "no-entry", "review-due"
ADMISSION, DISCHARGE, UNREAD, BURDEN = "admission", "discharge", "unread-note", "carer-burden"
ENDS_BY_ITSELF = frozenset({NO_ENTRY, REVIEW_DUE, UNREAD})
"""Rules whose alert is over when what it says is no longer so."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a rule finds: `episode` names what makes it one alert and not two, `cause` the resource to look at.

    `part` is the part of the record it is about: who may not read that does not see the alert.
    """

    rule: str
    level: str
    part: str
    words: str
    cause: str
    episode: str


def findings_of(
    chart: Chart, rules: AlertRules, at: datetime, today: date, read_at: dict[str, datetime] | None = None
) -> list[Finding]:
    """Return what the rules find in a record opened with SHELVES; nothing in one that is not followed.

    `read_at` is up to when each reader knows the record.
    """
    if not any(one.status == "active" for one in chart.of(EpisodeOfCare)):
        return []
    found = [
        *_measures(chart, rules, at),
        *_stays(chart, rules, at),
        *_review(chart, rules, today),
        *_unread(chart, rules, at, read_at or {}),
    ]
    burden = carer_burden_high(chart) if rules.carer_burden else None
    if burden is not None and burden.at is not None and at - burden.at <= SIGNED_FOR:
        found.append(
            Finding(
                rule=BURDEN, level=WATCH, part="social", words="La charge de l’aidant est élevée",
                cause=f"QuestionnaireResponse/{burden.id}", episode=burden.id,
            )
        )  # fmt: skip
    silence = _silence(chart, rules, at)
    return [*found, silence] if silence is not None else found


def _measures(chart: Chart, rules: AlertRules, at: datetime) -> Iterator[Finding]:
    for series in series_of(chart):
        if at - series.latest.at > LATELY:
            continue
        level = _level(series, series.latest, rules)
        if not level:
            continue
        first = series.latest
        for point in reversed(
            series.points
        ):  # the run it belongs to: one alert until it is back where it should be
            if not _level(series, point, rules):
                break
            first = point
        rule = TARGET if series.zone is not None else MEASURE
        yield Finding(
            rule=rule,
            level=level,
            part="measures",
            words=f"{series.kind.label} {_where(series, rules)}",
            cause=f"Observation/{series.latest.id}",
            episode=f"{series.kind.key} {first.id}",
        )


def _where(series: Series, rules: AlertRules) -> str:
    """Return where the newest measure is, in words: hors de la cible, au-dessus or au-dessous du seuil."""
    if series.zone is not None:
        return "hors de la cible"
    limits = (one.limit for one in rules.above if one.measure == series.kind.key)
    is_above = any(float(series.latest.value) > limit for limit in limits)
    return "au-dessus du seuil" if is_above else "au-dessous du seuil"


def _level(series: Series, point: Point, rules: AlertRules) -> str:
    """Return how serious a measure is, nothing when it is where it should be."""
    if series.zone is not None:
        return WATCH if rules.outside_target and series.is_outside(point) else ""
    past = [
        one.level for one in rules.above if one.measure == series.kind.key and float(point.value) > one.limit
    ]
    past += [
        one.level for one in rules.below if one.measure == series.kind.key and float(point.value) < one.limit
    ]
    return SERIOUS if SERIOUS in past else next(iter(past), "")


def _stays(chart: Chart, rules: AlertRules, at: datetime) -> Iterator[Finding]:
    for stay in chart.of(Encounter) if rules.stays else ():
        if stay.class_.code not in ("IMP", "ACUTE", "EMER", "NONAC", "SS", "OBSENC"):
            continue
        start = instant(stay.period.start) if stay.period else None
        end = instant(stay.period.end) if stay.period else None
        cause = f"Encounter/{stay.id}"
        if stay.status == "in-progress" and start is not None and at - start <= LATELY:
            yield _admission(stay)
        if stay.status == "finished" and end is not None and timedelta() <= at - end <= LATELY:
            words = "Sortie d’hospitalisation"
            yield Finding(
                rule=DISCHARGE, level=SERIOUS, part="medical", words=words, cause=cause, episode=stay.id or ""
            )


def admissions_over(chart: Chart) -> list[Finding]:
    """Return the admissions of stays that ended, raised or not: nobody is in hospital for them any more."""
    return [_admission(stay) for stay in chart.of(Encounter) if stay.status in ("finished", "cancelled")]


def _admission(stay: Encounter) -> Finding:
    words, cause = "Hospitalisation en cours", f"Encounter/{stay.id}"
    return Finding(
        rule=ADMISSION, level=SERIOUS, part="medical", words=words, cause=cause, episode=stay.id or ""
    )


def _review(chart: Chart, rules: AlertRules, today: date) -> Iterator[Finding]:
    for task in chart.of(Task) if rules.review_due_days else ():
        end = task.restriction.period.end if task.restriction and task.restriction.period else None
        due_on = day(end)
        if code_in(task) != REVIEW or task.status not in OPEN or due_on is None:
            continue
        if today >= due_on - timedelta(days=rules.review_due_days):
            yield Finding(
                rule=REVIEW_DUE,
                level=SERIOUS if today > due_on else WATCH,
                part="plan",
                words="La revue du plan est à faire",
                cause=f"Task/{task.id}",
                episode=f"{task.id} {due_on}",
            )


def _unread(chart: Chart, rules: AlertRules, at: datetime, read_at: dict[str, datetime]) -> Iterator[Finding]:
    for note in chart.of(DocumentReference) if rules.unread_hours else ():
        written = instant(note.date)
        if note.status != "current" or not is_note(note) or not is_urgent(note) or written is None:
            continue
        authors = {one.reference for one in note.author or ()}
        is_read = any(until >= written for who, until in read_at.items() if who not in authors)
        if not is_read and timedelta(hours=rules.unread_hours) <= at - written <= UNREAD_FOR:
            yield Finding(
                rule=UNREAD, level=SERIOUS, part="notebook", words="Une note urgente n’est lue de personne",
                cause=f"DocumentReference/{note.id}", episode=note.id or "",
            )  # fmt: skip


def _silence(chart: Chart, rules: AlertRules, at: datetime) -> Finding | None:
    """Return that nobody wrote in the record for long: the episode is the silence after the last entry."""
    if not rules.no_entry_days:
        return None
    moments = [instant(one.date) for one in chart.of(DocumentReference) if one.status == "current"]
    moments += [series.latest.at for series in series_of(chart)]
    moments += [instant(one.period.start) if one.period else None for one in chart.of(Encounter)]
    known = [one for one in moments if one is not None and one <= at]
    opened = [instant(one.period.start) for one in chart.of(EpisodeOfCare) if one.period is not None]
    last = max([*known, *(one for one in opened if one is not None and one <= at)], default=None)
    if last is None or at - last < timedelta(days=rules.no_entry_days):
        return None
    return Finding(
        rule=NO_ENTRY,
        level=WATCH,
        part="notebook",
        words=f"Rien d’écrit depuis {(at - last).days} jours",
        cause=f"Patient/{chart.patient_id}",
        episode=last.isoformat(timespec="minutes"),
    )
