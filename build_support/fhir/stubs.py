"""Write the stubs type checkers read: plain Python types, optional elements as `X | None`."""

from collections.abc import Iterator

from build_support.fhir.model import Class, Field

INDENT = "    "
PYTHON_TYPES = {
    "bool": "bool",
    "Integer": "int",
    "PositiveInt": "int",
    "UnsignedInt": "int",
    "FhirDecimal": "Decimal",
    "msgspec.Raw": "msgspec.Raw",
}


def stub_source(made: Class) -> str:
    """Return the stub of one struct.

    A required primitive has no default, so that forgetting it is a type error, yet may be None: FHIR lets an
    extension say why the value is absent.
    """
    parent = "msgspec.Struct" if made.parent == "Struct" else made.parent
    lines = [f"class {made.name}({parent}, kw_only=True):", f'{INDENT}"""{made.summary}."""', ""]
    if made.resource_type or made.name == "Resource":
        lines.append(f"{INDENT}resourceType: ClassVar[str]")
    for field in made.fields:
        lines.extend(f"{INDENT}{line}" for line in _field(field))
    return "\n".join(lines).rstrip() + "\n"


def _field(field: Field) -> Iterator[str]:
    plain = PYTHON_TYPES.get(field.type_name, "str") if field.is_primitive else field.type_name
    if field.is_array:
        plain = f"list[{plain} | None]" if field.has_sibling else f"list[{plain}]"
    if field.is_required:
        yield f"{field.name}: {plain} | None" if field.has_sibling else f"{field.name}: {plain}"
    else:
        yield f"{field.name}: {plain} | None = None"
    if field.has_sibling:
        sibling = "list[Element | None]" if field.is_array else "Element"
        yield f"{field.json_name}_ext: {sibling} | None = None"
