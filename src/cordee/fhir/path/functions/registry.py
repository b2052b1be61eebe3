"""The table of functions: each name with its builder and how many arguments it takes."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from cordee.fhir.path.node import Nodes
from cordee.fhir.path.scope import Run, Scope
from cordee.fhir.path.site import CallSite

Build: TypeAlias = Callable[[CallSite], Run]


class Function(msgspec.Struct, frozen=True):
    """How a call is compiled, and the least and most arguments it takes."""

    build: Build
    arguments_min: int
    arguments_max: int


FUNCTIONS: dict[str, Function] = {}


def function(name: str, arguments_min: int = 0, arguments_max: int | None = None) -> Callable[[Build], Build]:
    """Register the builder of a function."""

    def register(build: Build) -> Build:
        most = arguments_min if arguments_max is None else arguments_max
        FUNCTIONS[name] = Function(build, arguments_min, most)
        return build

    return register


def collection_function(name: str) -> Callable[[Callable[[Nodes], Nodes]], Callable[[Nodes], Nodes]]:
    """Register a function without arguments that depends on its source alone."""

    def register(act: Callable[[Nodes], Nodes]) -> Callable[[Nodes], Nodes]:
        def build(site: CallSite) -> Run:
            source = site.source

            def run(scope: Scope) -> Nodes:
                return act(source(scope))

            return run

        FUNCTIONS[name] = Function(build, 0, 0)
        return act

    return register
