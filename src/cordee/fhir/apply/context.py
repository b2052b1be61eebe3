"""For whom, by whom and when a definition is applied."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir.expressions import Evaluator, Told
from cordee.fhir.json_value import Json

_SUBJECTS = frozenset({"Patient", "Group", "Practitioner", "Organization", "Location", "Device"})


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What an application knows. `definitions` are those the plan leads to, by the canonical it uses.

    `parameters` are the operation's other parameters: each is a variable of that name in expressions, as are
    `%subject`, `%encounter`, `%practitioner` and `%organization`. What cannot be done goes into `told`.
    """

    subject: Json
    now: datetime
    told: Told
    encounter: Json | None = None
    practitioner: Json | None = None
    organization: Json | None = None
    parameters: Mapping[str, Any] = {}
    definitions: Mapping[str, Json] = {}

    def evaluator(self) -> Evaluator:
        """Return what evaluates expressions on the subject; references lead to the resources known here."""
        named = {
            name: getattr(self, name) for name in ("subject", "encounter", "practitioner", "organization")
        }
        known = {reference(one): one for one in named.values() if one is not None}
        return Evaluator(
            focus=self.subject,
            now=self.now,
            told=self.told,
            variables={**self.parameters, **{name: one for name, one in named.items() if one is not None}},
            resolve=known.get,
        )

    @property
    def author(self) -> Json | None:
        """Return the reference of who applies: the practitioner, else the organization."""
        who = self.practitioner or self.organization
        return {"reference": reference(who)} if who is not None else None


def reference(resource: Json) -> str:
    """Return `Type/id`."""
    return f"{resource['resourceType']}/{resource.get('id', '')}"


def may_be_subject(type_: str) -> bool:
    """Return whether the operation may be applied to a resource of this type."""
    return type_ in _SUBJECTS
