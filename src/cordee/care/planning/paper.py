"""The plan on paper, in HAS's four parts: what a doctor files and a person keeps on the table."""

from datetime import date, datetime, tzinfo
from typing import Any

from cordee.care.chart import Chart
from cordee.care.circle import Circle
from cordee.care.identity import banner
from cordee.care.plan import Action, GoalView, Plan
from cordee.care.planning.versions import Version
from cordee.care.print import Paper

_PACKAGE = "cordee.care.planning"


def plan_paper(
    chart: Chart,
    plan: Plan,
    version: Version | None,
    on: date,
    zone: tzinfo,
    *,
    service: str,
    circle: Circle,
) -> Paper:
    """Return the paper of a plan; `version` is the one it shows with who agreed, None for the plan as it stands.

    `circle` is the team of the day it shows (`planning.team`). The identity it is filed under is today’s.
    """
    who = banner(chart, on)
    about = f"version {version.rank}" if version is not None else "document de travail"
    referent = circle.referent.name if circle.referent else "non désigné"
    data: dict[str, Any] = {
        "service": service,
        "about": about,
        "person": [
            _fact("Personne", who.name.civil),
            _fact("Née ou né le", _day(who.born_on) or "non connu"),
            _fact("Identité", who.ins.label),
        ],
        "general": [
            _fact("Référent du plan", referent),
            _fact("Plan ouvert le", _day(plan.created_on) or "non daté"),
            _fact("Version", _version(version, zone)),
            _fact("Dernière revue", _day(plan.reviewed_on) or "aucune encore"),
            _fact("Prochaine revue", _day(plan.review_on) or "à fixer"),
        ],
        "team_title": f"L’équipe au {_moment(version.at, zone)}" if version and version.at else "L’équipe",
        "team": [
            {"name": one.person.name, "role": one.role, "phone": one.person.phone} for one in circle.present
        ],
        "synthesis": [
            _fact(label, value)
            for label, value in (
                ("Ce qui compte pour la personne, avec ses mots", plan.own_words),
                ("Ses préférences", plan.preferences),
                ("Ce que l’équipe a compris de la situation", plan.synthesis),
                ("Besoins repérés, sans objectif encore", " ; ".join(plan.needs_alone)),
            )
            if value
        ],
        "alert": plan.alert,
        "goals": [_goal(one) for one in plan.goals],
        "missed": [_ended(one) for one in plan.not_reached],
        "reached": [_ended(one) for one in plan.reached],
        "reviews": [
            {"on": _day(one.on) or "sans date", "by": one.by, "conclusion": one.conclusion}
            for one in plan.reviews
        ],
        "agreements": [
            {"name": one.name, "role": one.role, "on": _moment(one.at, zone), "how": one.how.lower()}
            for one in (version.agreements if version else ())
        ],
    }
    return Paper(
        package=_PACKAGE,
        template="plan",
        title="Plan personnalisé de coordination en santé",
        on=on,
        data=data,
    )


def _goal(goal: GoalView) -> dict[str, Any]:
    facts = [
        goal.domain_label,
        f"besoin : {goal.need}" if goal.need else "",
        f"à atteindre pour le {_day(goal.due_on)}" if goal.due_on else "",
        f"on le saura par : {goal.measure}" if goal.measure else "",
    ]
    return {
        "title": goal.text,
        "facts": " · ".join(one for one in facts if one),
        "actions": [_action(one) for one in goal.actions],
    }


def _action(one: Action) -> dict[str, str]:
    return {
        "kind": one.kind_words,
        "text": one.text,
        "who": one.owner.name if one.owner else "à désigner",
        "due": _day(one.due_on),
        "state": one.state or "à faire",
        "criterion": one.criterion,
        "alert": one.alert,
    }


def _ended(goal: GoalView) -> dict[str, str]:
    return {"title": goal.text, "reason": goal.reason, "on": _day(goal.ended_on)}


def _version(version: Version | None, zone: tzinfo) -> str:
    if version is None:
        return "document de travail, non arrêté"
    return (
        f"{version.rank}, arrêtée le {_moment(version.at, zone)}{f' par {version.by}' if version.by else ''}"
    )


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d/%m/%Y}" if at else "sans date"
