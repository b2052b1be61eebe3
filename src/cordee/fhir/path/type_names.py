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
    """Return `name`, having looked that there is such a type; `System.` followed by another name is no item's type.

    Raises: PathSyntaxError when there is none.
    """
    namespace, _, last = name.rpartition(".")
    is_system = namespace == "System" or (not namespace and last in SYSTEM_TYPES)
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
    return _memoized(lambda type_name: not wanted.isdisjoint(shapes.lineage(type_name)))


def filtering_tester(shapes: Shapes, name: str) -> Callable[[Node], bool]:
    """Return the test of `as` and `ofType`: as `tester`, but primitives are of their own type only.

    So reads HL7's suite, and so the invariants that ask for `uri`, `canonical` and `url` one after the other.
    """
    is_derived = tester(shapes, name)
    last = name.rpartition(".")[2]
    if not shapes.is_primitive(last):
        return is_derived
    return _memoized(lambda type_name: type_name == last)


def _memoized(accepts: Callable[[str], bool]) -> Callable[[Node], bool]:
    verdicts: dict[str, bool] = {}

    def test(node: Node) -> bool:
        verdict = verdicts.get(node.type)
        if verdict is None:
            verdict = verdicts[node.type] = accepts(node.type)
        return verdict

    return test
