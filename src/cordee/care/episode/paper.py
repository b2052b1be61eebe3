"""The summary of a closed record as a paper: who, from when to when, why, what was done, who was around."""

from datetime import date
from typing import Any

from cordee.care.chart import Chart
from cordee.care.circle import circle_of
from cordee.care.episode.summary import TITLE
from cordee.care.episode.view import Life
from cordee.care.identity import banner
from cordee.care.print import Paper
from cordee.kernel.clock import now

_PACKAGE = "cordee.care.episode"


def closing_paper(chart: Chart, life: Life, words: str, service: str, on: date) -> Paper:
    """Return the summary of a closed record, to be handed over or kept."""
    who = banner(chart, on)
    facts = [
        ("Personne", who.name.civil),
        ("Née le" if who.gender == "female" else "Né le", _day(who.born_on)),
        ("Ouvert le", _day(life.since)),
        ("Clos le", _day(life.state_since)),
        ("Raison", life.closing_reason),
        ("Thèmes", ", ".join(text for _, text in life.themes)),
        ("Critères d’ouverture", ", ".join(text for _, text in life.criteria)),
        ("Référent", life.referent.name if life.referent else ""),
        ("Structure", life.structure),
    ]
    data: dict[str, Any] = {
        "service": service,
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "words": [line for line in words.split("\n") if line.strip()],
        "members": [
            ", ".join(filter(None, (one.person.name, one.role))) for one in circle_of(chart, now()).present
        ],
    }
    return Paper(package=_PACKAGE, template="closing", title=TITLE, on=on, data=data)


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""
