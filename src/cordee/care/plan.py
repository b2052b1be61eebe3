"""The coordination plan (PPCS): the person's own project, needs, shared goals, who does what by when.

Reads here; `plan_writing` holds what changes it.
Source: HAS, PPCS 2019; TDDUI shapes (need = ServiceRequest, goal = Goal, action = Task).
"""

from datetime import date

import msgspec

from cordee.care.chart import Chart
from cordee.care.elements import code_of, day, due_day, has_code, id_in, refers_to, version_of, words_of
from cordee.care.people import Person
from cordee.care.plan_shape import (
    ACTION_KINDS,
    ALERT,
    PREFERENCES,
    PROJECT,
    alert_of,
    criterion_of,
    kind_of,
    rank_of,
    words_in,
)
from cordee.care.signing import author_of
from cordee.care.tasks.codes import DECISION, PLAN_ACTION, REVIEW, TODO, code_in
from cordee.care.tasks.states import OPEN
from cordee.care.tasks.states import WORDS as STATES
from cordee.fhir import systems
from cordee.fhir.r4 import CarePlan, CodeableConcept, Goal, ServiceRequest, Task

SHELVES: dict[str, int] = {"CarePlan": 5, "Goal": 100, "ServiceRequest": 100, "Task": 400}
DOMAINS = {
    "medical": "Santé",
    "social": "Social et droits",
    "autonomy": "Autonomie",
    "psychological": "Moral et liens",
    "carer": "Aidants",
    "environment": "Logement et lieu de vie",
}
TONES = {"social": "social", "carer": "social", "psychological": "person"}
IN_PLAN = frozenset({PLAN_ACTION, TODO, DECISION})
"""The kinds of task its page shows: what the plan decided, and what was asked beside it."""
CLOSED = frozenset({"cancelled", "rejected", "failed", "entered-in-error"})
ENDED_GOALS = frozenset({"cancelled", "rejected", "entered-in-error", "completed"})


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One action: what, who, by when, where it stands; `late_days` is 0 unless the day has passed."""

    id: str
    version: int
    text: str
    owner: Person | None
    due_on: date | None
    done_on: date | None
    state: str
    is_done: bool
    late_days: int
    is_mine: bool
    kind: str = ""
    criterion: str = ""
    alert: str = ""

    @property
    def kind_words(self) -> str:
        """Return what the action is to do, as HAS orders it: prevent, resolve, attenuate."""
        return ACTION_KINDS.get(self.kind, "")


class GoalView(msgspec.Struct, frozen=True, kw_only=True):
    """One shared goal with the need it answers and its actions, those still to do first."""

    id: str
    version: int
    text: str
    need: str
    domain: str
    domain_label: str
    tone: str
    due_on: date | None
    outcome: str
    actions: tuple[Action, ...]
    measure: str = ""
    reason: str = ""
    ended_on: date | None = None

    @property
    def done(self) -> int:
        """Return how many actions are done."""
        return sum(action.is_done for action in self.actions)

    @property
    def late(self) -> tuple[Action, ...]:
        """Return the late actions, the latest first."""
        return tuple(sorted((one for one in self.actions if one.late_days), key=lambda one: -one.late_days))


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One review that took place: when, and what was concluded."""

    on: date | None
    conclusion: str
    by: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan of a record; `id` is empty when none was opened."""

    id: str = ""
    version: int = 0
    title: str = ""
    own_words: str = ""
    created_on: date | None = None
    author: str = ""
    reviewed_on: date | None = None
    review_on: date | None = None
    review_id: str = ""
    preferences: str = ""
    synthesis: str = ""
    alert: str = ""
    reviews: tuple["Review", ...] = ()
    goals: tuple[GoalView, ...] = ()
    not_reached: tuple[GoalView, ...] = ()
    reached: tuple[GoalView, ...] = ()
    needs_alone: tuple[str, ...] = ()
    loose: tuple[Action, ...] = ()

    @property
    def every_goal(self) -> tuple[GoalView, ...]:
        """Return the goals, those that ended too."""
        return (*self.goals, *self.not_reached, *self.reached)

    @property
    def late_count(self) -> int:
        """Return how many actions are late."""
        return sum(len(goal.late) for goal in self.goals) + sum(bool(one.late_days) for one in self.loose)


def plan_of(chart: Chart, today: date, me: str = "") -> Plan:
    """Return the plan of a record opened with these SHELVES; `today` is the territory's, `me` who reads."""
    plan = current_plan(chart)
    needs = {
        f"ServiceRequest/{need.id}": words_of(need.code)
        for need in chart.of(ServiceRequest)
        if has_code(need.category, systems.REQUEST_CATEGORY, "need")
    }
    tasks = [task for task in chart.of(Task) if code_in(task) in IN_PLAN]
    goals = [
        _goal(goal, needs, _actions(chart, _of_goal(goal, tasks), today, me))
        for goal in reversed(chart.of(Goal))
    ]
    answered = {id_in(ref, "ServiceRequest") for goal in chart.of(Goal) for ref in goal.addresses or ()}
    known = {f"Goal/{goal.id}" for goal in chart.of(Goal)}
    loose = [task for task in tasks if (task.focus.reference if task.focus else None) not in known]
    reviews = [task for task in chart.of(Task) if has_code(_listed(task.code), systems.TASK_CODE, "review")]
    return msgspec.structs.replace(
        _head(chart, plan, reviews),
        goals=tuple(goal for goal in goals if not goal.outcome),
        reached=tuple(goal for goal in goals if goal.outcome == "reached"),
        not_reached=tuple(goal for goal in goals if goal.outcome == "not-reached"),
        needs_alone=tuple(text for ref, text in needs.items() if ref.split("/")[1] not in answered),
        loose=_actions(chart, loose, today, me),
    )


def late_count(chart: Chart, today: date) -> int:
    """Return how many actions of the plan are late, from any chart."""
    return sum(bool(_late_days(task, today)) for task in chart.of(Task) if code_in(task) in IN_PLAN)


def current_plan(chart: Chart) -> CarePlan | None:
    """Return the active plan, the newest when there are several."""
    return next(
        (plan for plan in chart.of(CarePlan) if plan.status == "active" and plan.intent == "plan"), None
    )


def _head(chart: Chart, plan: CarePlan | None, reviews: list[Task]) -> Plan:
    if plan is None:
        return Plan()
    done = [
        day(task.executionPeriod.end if task.executionPeriod else None)
        for task in reviews
        if task.status == "completed"
    ]
    coming = sorted(
        (task for task in reviews if task.status not in CLOSED | {"completed"} and due_day(task)),
        key=lambda task: due_day(task) or date.max,
    )
    return Plan(
        id=plan.id or "",
        version=version_of(plan.meta),
        title=plan.title or "Plan personnalisé de coordination en santé",
        own_words=unquoted(words_in(plan, PROJECT)),
        created_on=day(plan.created or (plan.period.start if plan.period else None)),
        author=(plan.author.display if plan.author else None) or "",
        reviewed_on=max((one for one in done if one), default=None),
        review_on=due_day(coming[0]) if coming else None,
        review_id=(coming[0].id or "") if coming else "",
        preferences=unquoted(words_in(plan, PREFERENCES)),
        synthesis=plan.description or "",
        alert=words_in(plan, ALERT),
        reviews=tuple(_review(task) for task in reviews if task.status == "completed"),
    )


def unquoted(words: str) -> str:
    """Return somebody's words without the quotation marks they were written in; the page puts its own."""
    return words.strip().removeprefix("«").removesuffix("»").strip(' \u00a0\u202f"“”')


def coming_review(chart: Chart) -> Task | None:
    """Return the next review that is still to be done."""
    found = [task for task in chart.of(Task) if code_in(task) == REVIEW and task.status in OPEN]
    return min(found, key=lambda task: due_day(task) or date.max, default=None)


def _review(task: Task) -> Review:
    note = task.note[-1] if task.note else None
    author = author_of(note) if note else None
    return Review(
        on=day(task.executionPeriod.end if task.executionPeriod else None),
        conclusion=(note.text if note else None) or "",
        by=(author.display if author else None) or "",
    )


def _of_goal(goal: Goal, tasks: list[Task]) -> list[Task]:
    return [task for task in tasks if refers_to(task.focus, f"Goal/{goal.id}")]


def _goal(goal: Goal, needs: dict[str, str], actions: tuple[Action, ...]) -> GoalView:
    domain = next((code for one in goal.category or () if (code := code_of(one, systems.DOMAIN))), "")
    target = goal.target[0] if goal.target else None
    need = next((needs[ref.reference] for ref in goal.addresses or () if ref.reference in needs), "")
    return GoalView(
        id=goal.id or "",
        version=version_of(goal.meta),
        text=words_of(goal.description),
        need=need,
        domain=domain,
        domain_label=DOMAINS.get(domain, ""),
        tone=TONES.get(domain, ""),
        due_on=day(target.dueDate) if target else None,
        outcome=_outcome(goal),
        actions=actions,
        measure=(target.detailString if target else None) or "",
        reason=goal.statusReason or "",
        ended_on=day(goal.statusDate),
    )


def _outcome(goal: Goal) -> str:
    achieved = code_of(goal.achievementStatus, systems.GOAL_ACHIEVEMENT)
    if goal.lifecycleStatus == "completed" or achieved == "achieved":
        return "reached"
    return "not-reached" if goal.lifecycleStatus in ENDED_GOALS or achieved == "not-achieved" else ""


def _actions(chart: Chart, tasks: list[Task], today: date, me: str) -> tuple[Action, ...]:
    shown = [_action(chart, task, today, me) for task in tasks if task.status not in CLOSED]
    return tuple(
        sorted(shown, key=lambda one: (one.is_done, rank_of(one.kind), one.due_on or date.max, one.text))
    )


def _action(chart: Chart, task: Task, today: date, me: str) -> Action:
    owner = task.owner
    finished = task.executionPeriod.end if task.executionPeriod else None
    return Action(
        id=task.id or "",
        version=version_of(task.meta),
        text=task.description or words_of(task.code),
        owner=chart.person(owner.reference, owner.display) if owner is not None else None,
        due_on=due_day(task),
        done_on=day(finished) if task.status == "completed" else None,
        state=STATES.get(task.status or "", ""),
        is_done=task.status == "completed",
        late_days=_late_days(task, today),
        is_mine=bool(me) and refers_to(owner, me),
        kind=kind_of(task),
        criterion=criterion_of(task),
        alert=alert_of(task),
    )


def _late_days(task: Task, today: date) -> int:
    due = due_day(task)
    if due is None or task.status == "completed" or task.status in CLOSED:
        return 0
    return max(0, (today - due).days)


def _listed(concept: CodeableConcept | None) -> list[CodeableConcept]:
    return [concept] if concept is not None else []
