"""Who must acknowledge an alert, in turn: the steps of the territory's rules, as this record fills them."""

from datetime import datetime

from cordee.care.alerts.rules import AlertRules
from cordee.care.chart import Chart
from cordee.care.circle_members import DOCTOR
from cordee.care.elements import code_of, has_ended
from cordee.care.notices.readers import managers_of
from cordee.fhir import systems
from cordee.fhir.r4 import Reference
from cordee.kernel.clock import now


def chain_of(chart: Chart, rules: AlertRules) -> list[Reference]:
    """Return who must act, in turn, each once; steps nobody fills are passed over."""
    found: dict[str, Reference] = {}
    for step in rules.climbs_to:
        for one in _of_step(chart, step, now()):
            found.setdefault(one.reference or "", one)
    return list(found.values())


def owner_at(chart: Chart, rules: AlertRules, step: int) -> Reference | None:
    """Return who must act at a step, the last one there is when it is past the end; None when nobody can."""
    chain = chain_of(chart, rules)
    return chain[min(step, len(chain) - 1)] if chain else None


def next_owner(chart: Chart, rules: AlertRules, owner: str) -> Reference | None:
    """Return who must act after somebody; None when they are the last."""
    chain = chain_of(chart, rules)
    places = [place for place, one in enumerate(chain) if one.reference == owner]
    following = places[0] + 1 if places else 0
    return chain[following] if following < len(chain) else None


def _of_step(chart: Chart, step: str, at: datetime) -> list[Reference]:
    if step == "referent":
        return [Reference(reference=one, display=chart.person(one).name) for one in managers_of(chart)]
    participants = (chart.team.participant if chart.team else None) or ()
    if step == "doctor":
        return [
            Reference(reference=one.member.reference, display=one.member.display)
            for one in participants
            if one.member is not None
            and not has_ended(one.period, at)
            and any(code_of(role, systems.PARTICIPATION_FUNCTION) == DOCTOR for role in one.role or ())
        ]
    return list((chart.team.managingOrganization if chart.team else None) or ())
