"""What raises an alert, and to whom it climbs: the section `alerts` of a territory's pack, and its defaults."""

from typing import Annotated

import msgspec
from msgspec import Meta

WATCH, SERIOUS = "watch", "serious"
LEVELS: dict[str, str] = {WATCH: "À surveiller", SERIOUS: "Sérieuse"}
STEPS: dict[str, str] = {
    "referent": "le ou la référent·e du dossier",
    "doctor": "le médecin traitant",
    "coordination": "la coordination",
}
"""Who may have to act, in words."""

_OR_NEVER = {"fr": "Écrivez un nombre entier, 0 pour jamais.", "en": "Write a whole number, 0 for never."}
_WHOLE = {"fr": "Écrivez un nombre entier, 1 ou plus.", "en": "Write a whole number, 1 or more."}
OrNever = Annotated[int, Meta(ge=0, extra=_OR_NEVER)]
Hours = Annotated[int, Meta(ge=1, extra=_WHOLE)]


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """A limit of one kind of measure (its key on the pages), and how serious it is to be past it."""

    measure: str
    limit: float
    level: str = WATCH


class AlertRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a territory.

    A person's own target zone takes the place of the limits of that measure. `no_entry_days`, `review_due_days` and
    `unread_hours` are 0 where the rule is not wanted. `climbs_to` is who must acknowledge, in turn, each for
    `climbs_after_hours`.
    """

    above: tuple[Threshold, ...] = (
        Threshold(measure="tension", limit=180, level=SERIOUS),
        Threshold(measure="temperature", limit=39, level=WATCH),
        Threshold(measure="pouls", limit=130, level=SERIOUS),
        Threshold(measure="glycemie", limit=20, level=SERIOUS),
        Threshold(measure="douleur", limit=7, level=WATCH),
    )
    below: tuple[Threshold, ...] = (
        Threshold(measure="tension", limit=90, level=SERIOUS),
        Threshold(measure="saturation", limit=90, level=SERIOUS),
        Threshold(measure="pouls", limit=40, level=SERIOUS),
        Threshold(measure="glycemie", limit=3.5, level=SERIOUS),
    )
    outside_target: bool = True
    no_entry_days: OrNever = 45
    review_due_days: OrNever = 3
    stays: bool = True
    unread_hours: OrNever = 24
    carer_burden: bool = True
    climbs_after_hours: Hours = 24
    climbs_to: tuple[str, ...] = ("referent", "doctor", "coordination")
