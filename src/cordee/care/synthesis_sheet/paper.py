"""The sheet « Synthèse »: what is known of the person, as the one who prints it may read it."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any

import msgspec

from cordee.care.chart import Chart
from cordee.care.circle import Circle
from cordee.care.events import Event
from cordee.care.identity import Banner, banner
from cordee.care.plan import Plan
from cordee.care.print import Paper
from cordee.care.synthesis import TenSeconds, Treatment

_PACKAGE = "cordee.care.synthesis_sheet"
MEMBERS_MAX = 14
GOALS_MAX = 6
COMING_MAX = 4


def synthesis_paper(
    chart: Chart,
    ten: TenSeconds,
    *,
    circle: Circle,
    plan: Plan,
    coming: Sequence[tuple[str, datetime]],
    events: Sequence[Event],
    service: str,
    printed_by: str,
    on: date,
    zone: tzinfo,
) -> Paper:
    """Return the synthesis of a record as one sheet; `coming` is what is planned, title and instant."""
    who = banner(chart, on)
    data: dict[str, Any] = {
        "service": service,
        "by": printed_by,
        "name": who.name.civil,
        "identity": _identity(who),
        "alerts": [one.text for one in who.alerts],
        "facts": [{"label": label, "value": value} for label, value in _facts(ten) if value],
        "treatments": [
            {"name": one.name, "dose": one.dose, "new": one.is_new} for one in _capital(ten.treatments)
        ],
        "more_treatments": ten.more_treatments,
        "words": plan.own_words,
        "goals": [one.text for one in plan.goals[:GOALS_MAX]],
        "members": [
            {"name": one.person.name, "role": one.role, "phone": one.person.phone}
            for one in circle.present[:MEMBERS_MAX]
            if one.person.kind != "person"
        ],
        "coming": [{"when": _when(at, zone), "what": title} for title, at in coming[:COMING_MAX]],
        "events": [{"when": _day(one.began_at, zone), "what": _event(one)} for one in events],
    }
    return Paper(package=_PACKAGE, template="sheet", title="Synthèse", on=on, data=data)


def _identity(who: Banner) -> str:
    born = f"{'née' if who.gender == 'female' else 'né'} le {who.born_on:%d/%m/%Y}" if who.born_on else ""
    age = f"{who.age} ans" if who.age is not None else ""
    town = f"{who.town} ({who.department})" if who.town and who.department else who.town
    return " · ".join(filter(None, (age, born, town, who.phone, who.ins.label)))


def _facts(ten: TenSeconds) -> list[tuple[str, str]]:
    trusted = ten.trusted
    return [
        ("Allergies", ", ".join(ten.allergies)),
        ("Problèmes", ", ".join(ten.problems)),
        ("Matériel", ", ".join(ten.equipment)),
        ("Autonomie", ten.autonomy),
        ("Maison", " · ".join(filter(None, (ten.living, ten.home)))),
        ("Aides", ", ".join(ten.help)),
        ("Droits", ", ".join(ten.rights)),
        ("Protection", ", ".join(ten.protection)),
        ("Directives anticipées", ", ".join(ten.directives)),
        (
            "Personne de confiance",
            ", ".join(filter(None, (trusted.name, trusted.role, trusted.phone))) if trusted else "",
        ),
    ]


def _capital(treatments: Sequence[Treatment]) -> list[Treatment]:
    """Return the treatments as a list begins each: with a capital."""
    return [msgspec.structs.replace(one, name=f"{one.name[:1].upper()}{one.name[1:]}") for one in treatments]


def _event(one: Event) -> str:
    return ", ".join(filter(None, (one.title, one.where, "en cours" if one.is_going_on else "")))


def _day(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d/%m/%Y}"


def _when(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d/%m/%Y à %H h %M}"
