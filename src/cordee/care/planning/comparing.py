"""Two versions of a plan side by side: what was added, taken away, changed, in words. Pure."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from cordee.care.chart import Chart
from cordee.care.plan import Action, GoalView, Plan, plan_of
from cordee.fhir import decode
from cordee.fhir.r4 import Bundle
from cordee.store import Stored

_NEVER = datetime.min.replace(tzinfo=UTC)
_TEXTS = (
    ("Son projet", "own_words"),
    ("Ses préférences", "preferences"),
    ("Synthèse de l’équipe", "synthesis"),
    ("Procédure d’alerte", "alert"),
)
_OUTCOMES = {"reached": "atteint", "not-reached": "non atteint", "": "en cours"}
_OF_GOAL: tuple[tuple[str, Callable[[GoalView], str]], ...] = (
    ("Objectif", lambda goal: goal.text),
    ("Besoin", lambda goal: goal.need),
    ("Domaine", lambda goal: goal.domain_label),
    ("Pour le", lambda goal: f"{goal.due_on:%d/%m/%Y}" if goal.due_on else ""),
    ("Comment on le saura", lambda goal: goal.measure),
    (
        "Où il en est",
        lambda goal: f"{_OUTCOMES.get(goal.outcome, '')}{f' : {goal.reason}' if goal.reason else ''}",
    ),
)
ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"


class _Kind(msgspec.Struct):
    resourceType: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of the plan: what it is, as it was and as it is; `state` says which of them there is."""

    part: str
    what: str
    before: str
    after: str
    state: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one part: the texts of the plan, or one goal with its actions."""

    title: str
    state: str
    lines: tuple[Line, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two versions, and how much."""

    groups: tuple[Group, ...]

    def count(self, state: str) -> int:
        """Return how many lines are of a state."""
        return sum(line.state == state for group in self.groups for line in group.lines)

    @property
    def is_same(self) -> bool:
        """Return whether nothing differs."""
        return all(line.state == SAME for group in self.groups for line in group.lines)


def plan_in(bundle: Bundle, patient_id: str) -> Plan:
    """Return the plan a version's document holds, as its page would show it that day."""
    shelves: dict[str, list[Stored]] = {}
    for one in bundle.entry or ():
        if one.resource is None:
            continue
        content = bytes(one.resource)
        kind = msgspec.json.decode(content, type=_Kind).resourceType
        resource: Any = decode(content, kind)
        stored = Stored(
            type=kind, id=resource.id or "", version=1, updated_at=_NEVER, updated_by="", content=content
        )
        shelves.setdefault(kind, []).append(stored)
    chart = Chart(patient_id, shelves)
    written = datetime.fromisoformat(bundle.timestamp) if bundle.timestamp else _NEVER
    return plan_of(chart, written.date())


def compare(before: Plan, after: Plan) -> Comparison:
    """Return the comparison of two plans: goals and actions are matched by their ids, whatever their words."""
    texts = tuple(
        _line("Plan", name, getattr(before, field), getattr(after, field))
        for name, field in _TEXTS
        if getattr(before, field) or getattr(after, field)
    )
    groups = [Group(title="Synthèse et projet", state=_state_of(texts), lines=texts)] if texts else []
    old, new = _goals(before), _goals(after)
    for goal_id in dict.fromkeys((*new, *old)):
        groups.append(_goal(old.get(goal_id), new.get(goal_id)))
    loose = _actions(before.loose, after.loose)
    if loose:
        groups.append(Group(title="Autres tâches", state=_state_of(loose), lines=loose))
    return Comparison(groups=tuple(groups))


def _goal(before: GoalView | None, after: GoalView | None) -> Group:
    shown = after or before
    assert shown is not None
    lines = [
        _line("Objectif", name, read(before) if before else "", read(after) if after else "")
        for name, read in _OF_GOAL
    ]
    lines = [one for one in lines if one.before or one.after]
    lines += _actions(before.actions if before else (), after.actions if after else ())
    state = ADDED if before is None else REMOVED if after is None else _state_of(tuple(lines))
    return Group(title=shown.text, state=state, lines=tuple(lines))


def _actions(before: tuple[Action, ...], after: tuple[Action, ...]) -> tuple[Line, ...]:
    old, new = {one.id: _said(one) for one in before}, {one.id: _said(one) for one in after}
    return tuple(
        _line("Action", "Action", old.get(one, ""), new.get(one, "")) for one in dict.fromkeys((*new, *old))
    )


def _said(action: Action) -> str:
    """Return an action in one sentence: what, who, when, how it is judged, where it stands."""
    parts = [action.text]
    if action.kind_words:
        parts.append(action.kind_words.lower())
    parts.append(action.owner.name if action.owner else "personne encore")
    if action.due_on:
        parts.append(f"pour le {action.due_on:%d/%m/%Y}")
    if action.criterion:
        parts.append(f"jugée sur : {action.criterion}")
    if action.alert:
        parts.append(f"prévenir : {action.alert}")
    parts.append(action.state or "à faire")
    return " · ".join(parts)


def _line(part: str, what: str, before: str, after: str) -> Line:
    state = SAME if before == after else ADDED if not before else REMOVED if not after else CHANGED
    return Line(part=part, what=what, before=before, after=after, state=state)


def _state_of(lines: tuple[Line, ...]) -> str:
    return SAME if all(one.state == SAME for one in lines) else CHANGED


def _goals(plan: Plan) -> dict[str, GoalView]:
    return {one.id: one for one in (*plan.goals, *plan.not_reached, *plan.reached)}
