"""What surrounds an evaluation: who resolves references, who knows value sets, which variables and which instant."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import msgspec

Resolver: TypeAlias = Callable[[str], dict[str, Any] | None]
"""Given a literal reference, returns the resource, None when it cannot be had."""

Membership: TypeAlias = Callable[[dict[str, Any] | str, str], bool | None]
"""Given a code (string, Coding or CodeableConcept) and a value set's canonical: whether it belongs; None, unknown."""

Conformance: TypeAlias = Callable[[dict[str, Any], str], bool | None]
"""Given a resource or element and a profile's canonical: whether it conforms; None when nobody knows the profile."""

STEPS_MAX = 2_000_000
"""Items an evaluation may visit before it is refused."""

EVALUATION_SECONDS_MAX = 5.0
"""How long an evaluation that visits many items may take before it is refused."""


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """The surroundings of an evaluation; what is absent answers empty.

    `resource` and `root_resource` are `%resource` and `%rootResource`: the input itself, or what contains it, when not
    given. `variables` holds other `%names`: plain JSON, a Node, or a list of either. `now` is the instant of the
    evaluation, taken once when absent.
    """

    resolve: Resolver | None = None
    member_of: Membership | None = None
    conforms_to: Conformance | None = None
    variables: Mapping[str, Any] = {}
    resource: Any = None
    root_resource: Any = None
    now: datetime | None = None
    trace: Callable[[str, list[Any]], None] | None = None
    steps_max: int = STEPS_MAX
    seconds_max: float = EVALUATION_SECONDS_MAX


BARE = Environment()
