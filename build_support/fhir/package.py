"""Lay the generated classes out as a package: one module per resource type, one for the datatypes, a lazy index."""

from collections.abc import Iterable
from pathlib import Path

from build_support.fhir.definitions import Definitions
from build_support.fhir.model import PRIMITIVES, Class, classes_of
from build_support.fhir.naming import module_name
from build_support.fhir.runtime import class_source, code_source
from build_support.fhir.stubs import stub_source

HEADER = '"""{title}\n\nGenerated at build time from the R4 definitions published by HL7 (CC0); do not edit.\n"""\n'
RUNTIME_IMPORTS = """
from typing import Annotated, ClassVar, Literal

import msgspec

from cordee.fhir.presence import check_choice, check_coding, refuse_missing
from cordee.fhir.primitives import (
    {primitives},
)
"""
STUB_IMPORTS = """
from decimal import Decimal
from typing import ClassVar

import msgspec
"""
ABSTRACT_ORDER = ("Element", "BackboneElement", "Resource", "DomainResource")


def write_package(definitions: Definitions, target: Path) -> int:
    """Write every module of the package under `target` and return how many classes it has.

    Raises: ValueError when two classes would have the same name.
    """
    target.mkdir(parents=True, exist_ok=True)
    modules = {"datatypes": _datatype_classes(definitions)}
    resource_types = sorted(name for name, found in definitions.resources.items() if not found["abstract"])
    for name in resource_types:
        modules[module_name(name)] = classes_of(definitions.resources[name], definitions)
    homes = _homes(modules)
    shared = {made.name for made in modules["datatypes"]}
    for module, classes in modules.items():
        _write_module(target, module, classes, shared)
    _write_index(target, homes, resource_types)
    return len(homes)


def _datatype_classes(definitions: Definitions) -> list[Class]:
    abstract = {**definitions.datatypes, **definitions.resources}
    names = [*ABSTRACT_ORDER, *sorted(set(definitions.datatypes) - set(ABSTRACT_ORDER))]
    classes = [made for name in names for made in classes_of(abstract[name], definitions)]
    return _parents_first(classes)


def _parents_first(classes: list[Class]) -> list[Class]:
    ordered: dict[str, Class] = {}
    waiting = list(classes)
    while waiting:
        ready = [made for made in waiting if made.parent == "Struct" or made.parent in ordered]
        ordered.update((made.name, made) for made in ready)
        waiting = [made for made in waiting if made.name not in ordered]
    return list(ordered.values())


def _homes(modules: dict[str, list[Class]]) -> dict[str, str]:
    homes: dict[str, str] = {}
    for module, classes in modules.items():
        for made in classes:
            if made.name in homes:
                raise ValueError(f"two classes named {made.name}: in {homes[made.name]} and {module}")
            homes[made.name] = module
    return homes


def _write_module(target: Path, module: str, classes: list[Class], shared: set[str]) -> None:
    header = HEADER.format(title=classes[-1].name if module != "datatypes" else "The R4 datatypes.")
    primitives = ", ".join(sorted({*PRIMITIVES.values(), "Many"} - {"bool"}))
    uses = (
        "" if module == "datatypes" else f"from cordee.fhir.r4.datatypes import {_names(classes, shared)}\n"
    )
    runtime = [
        header + RUNTIME_IMPORTS.format(primitives=primitives) + uses,
        *(line + "\n" for line in code_source(classes)),
        *("\n" + class_source(made) for made in classes),
    ]
    stub = [header + STUB_IMPORTS + uses, *(stub_source(made) for made in classes)]
    (target / f"{module}.py").write_text("\n".join(runtime), "utf-8")
    (target / f"{module}.pyi").write_text("\n".join(stub), "utf-8")


def _names(classes: Iterable[Class], shared: set[str]) -> str:
    used = {"Element"}
    for made in classes:
        used.add(made.parent)
        used.update(field.type_name for field in made.fields)
    return ", ".join(sorted(used & shared))


def _write_index(target: Path, homes: dict[str, str], resource_types: list[str]) -> None:
    rows = "".join(f'    "{name}": "{home}",\n' for name, home in homes.items())
    types = "".join(f'    "{name}",\n' for name in resource_types)
    header = HEADER.format(title="FHIR R4 as msgspec structs, imported class by class on first use.")
    (target / "__init__.py").write_text(header + _INDEX.format(rows=rows, types=types), "utf-8")
    names = "".join(f"from cordee.fhir.r4.{home} import {name} as {name}\n" for name, home in homes.items())
    (target / "__init__.pyi").write_text(header + names + "\nRESOURCE_TYPES: frozenset[str]\n", "utf-8")


_INDEX = """
from importlib import import_module
from typing import Any

_HOMES = {{
{rows}}}

RESOURCE_TYPES = frozenset((
{types}))


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    found = getattr(import_module(f"{{__name__}}.{{home}}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
"""
