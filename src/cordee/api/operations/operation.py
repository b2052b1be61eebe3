"""One operation, and what its handler answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from cordee.api.call import Call, Reply
from cordee.api.operations.arguments import Arguments


class Out(msgspec.Struct, frozen=True):
    """The out parameters of an operation, by name: a value, or a list for one that repeats.

    A parameter made of parts is a mapping of the same kind. A resource is JSON, or bytes that go out as they are.
    """

    values: Mapping[str, Any] = {}


class Typed(msgspec.Struct, frozen=True):
    """A value whose type the definition leaves open (`Element`), with the type it has: `Typed("Coding", {…})`."""

    type: str
    value: Any


Handler = Callable[[Call, Arguments], Awaitable[Out | Reply]]


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """A handler and the canonical address of the OperationDefinition that says all the rest.

    `affects_state` counts where the definition is silent, as those of R4 are: GET is then refused.
    `levels` narrows where it is served (system, type, instance) and `not_done` names parameters of the definition that
    this server refuses, saying so. `checks_resources` False lets resources in that break their definition.
    `paging` names further parameters of this server's own links.
    """

    canonical: str
    handler: Handler
    affects_state: bool = False
    levels: frozenset[str] | None = None
    not_done: frozenset[str] = frozenset()
    checks_resources: bool = True
    paging: tuple[str, ...] = ()
