"""What a territory promises: the delays people can count on, of requests by kind and of plans."""

from typing import Annotated

import msgspec
from msgspec import Meta

_WHOLE = {"fr": "Écrivez un nombre entier, 1 ou plus.", "en": "Write a whole number, 1 or more."}
_OR_NONE = {"fr": "Écrivez un nombre d’heures, 0 ou plus.", "en": "Write a number of hours, 0 or more."}
Positive = Annotated[int, Meta(ge=1, extra=_WHOLE)]
Hours = Annotated[int, Meta(ge=0, extra=_OR_NONE)]


class RequestHours(msgspec.Struct, frozen=True, kw_only=True):
    """Within how many hours a request of each kind is answered; 0: as any request is to be qualified.

    `urgent` is the longest an urgent one waits, whatever its kind.
    """

    information: Hours = 0
    orientation: Hours = 0
    coordination: Hours = 0
    urgent: Hours = 0


class Targets(msgspec.Struct, frozen=True, kw_only=True):
    """What the territory promises: delays people can count on."""

    qualify_request_hours: Positive = 48
    review_plan_months: Positive = 6
    request_hours: RequestHours = RequestHours()

    def hours_for(self, kind: str, *, is_urgent: bool) -> int:
        """Return within how many hours a request is answered; `kind` is empty until it is qualified."""
        by_kind = {
            "information": self.request_hours.information,
            "orientation": self.request_hours.orientation,
            "coordination": self.request_hours.coordination,
        }
        usual = by_kind.get(kind, 0) or self.qualify_request_hours
        return min(usual, self.request_hours.urgent or usual) if is_urgent else usual
