"""Type specifiers: which nodes `Quantity`, `FHIR.Quantity` or `System.Quantity` stand for.

Source: http://hl7.org/fhirpath/N1/#type-specifiers, https://hl7.org/fhir/R4/fhirpath.html#types
"""

from collections.abc import Callable

from cordee.fhir.path.node import Node
from cordee.fhir.path.shapes import SYSTEM_TYPES, Shapes
from cordee.fhir.path.site import Site
from cordee.fhir.path.syntax import Expression, type_name


def type_argument(site: Site, argument: Expression) -> str:
    """Return the type an argument names.

    Raises: PathSyntaxError when it names none.
    """
    name = type_name(argument)
    if name is None:
        raise site.syntax_error("Un nom de type est attendu ici.", "The name of a type is expected here.")
    return known_type(site, name)


def known_type(site: Site, name: str) -> str:
    """Return `name` without backticks' worth of doubt.

    Raises: PathSyntaxError when there is no such type.
    """
    namespace, _, last = name.rpartition(".")
    is_system = namespace in {"", "System"} and last in SYSTEM_TYPES
    is_fhir = namespace in {"", "FHIR"} and site.shapes.is_known(last)
    if not is_system and not is_fhir:
        raise site.syntax_error(f"Le type « {name} » n’existe pas.", f"There is no type “{name}”.")
    return name


def tester(shapes: Shapes, name: str) -> Callable[[Node], bool]:
    """Return the test whether a node is of a type or derives from it.

    Without a namespace, a name of both (`Quantity`) accepts both.
    """
    namespace, _, last = name.rpartition(".")
    wanted = set()
    if namespace in {"", "System"} and last in SYSTEM_TYPES:
        wanted.add(f"System.{last}")
    if namespace in {"", "FHIR"} and shapes.is_known(last):
        wanted.add(last)
    verdicts: dict[str, bool] = {}

    def test(node: Node) -> bool:
        verdict = verdicts.get(node.type)
        if verdict is None:
            verdict = verdicts[node.type] = not wanted.isdisjoint(shapes.lineage(node.type))
        return verdict

    return test
