"""Write the Python modules msgspec executes: constraints in the annotations, presence rules in `__post_init__`."""

from collections.abc import Iterable, Iterator

from build_support.fhir.model import Choice, Class, Field

INDENT = "    "
STRUCT_OPTIONS = "kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False"


def class_source(made: Class) -> str:
    """Return the source of one struct.

    Optional fields are annotated without None although None is their default: msgspec does not check defaults, and
    an explicit JSON `null`, which FHIR forbids, is refused at no cost.
    """
    lines = [_header(made), f'{INDENT}"""{made.summary}."""', ""]
    if made.resource_type:
        lines.append(f'{INDENT}resourceType: ClassVar[str] = "{made.resource_type}"')
    for field in made.fields:
        lines.extend(f"{INDENT}{line}" for line in _field(made, field))
    lines.extend(f"{INDENT}{line}".rstrip() for line in _post_init(made))
    return "\n".join(lines).rstrip() + "\n"


def code_source(made: Iterable[Class]) -> Iterator[str]:
    """Yield the closed code lists the classes of one module need, each once."""
    seen: dict[str, str] = {}
    for field in (field for owner in made for field in owner.fields if field.codes):
        assert field.codes is not None
        if field.is_primitive:
            members = ", ".join(repr(code) for code in field.codes.literals)
            seen.setdefault(field.codes.name, f"{field.codes.name} = Literal[{members}]")
        else:
            pairs = ", ".join(repr(pair) for pair in field.codes.codes)
            name = _allowed(field)
            seen.setdefault(name, f"{name} = frozenset({{{pairs}}})")
    yield from seen.values()


def _header(made: Class) -> str:
    if made.parent == "Struct":
        options = f'{STRUCT_OPTIONS}, tag_field="resourceType"' if made.name == "Resource" else STRUCT_OPTIONS
        return f"class {made.name}(msgspec.Struct, {options}):"
    if made.resource_type:
        return f'class {made.name}({made.parent}, kw_only=True, gc=False, tag="{made.resource_type}"):'
    return f"class {made.name}({made.parent}, kw_only=True, gc=False):"


def _field(made: Class, field: Field) -> Iterator[str]:
    is_default_free = field.is_required and not field.has_sibling
    annotation = f"Many[{_item(field)}]" if field.is_array else field.type_name
    if field.max_items:
        annotation = (
            f"Annotated[list[{_item(field)}], msgspec.Meta(min_length=1, max_length={field.max_items})]"
        )
    yield f"{field.name}: {annotation!r}{_default(field.json_name, field.name, is_default_free)}"
    if field.has_sibling:
        sibling = "Many[Element | None]" if field.is_array else "Element"
        yield f"{field.json_name}_ext: {sibling!r}{_default('_' + field.json_name, field.json_name + '_ext', False)}"


def _item(field: Field) -> str:
    return f"{field.type_name} | None" if field.has_sibling else field.type_name


def _default(json_name: str, name: str, is_default_free: bool) -> str:
    if json_name == name:
        return "" if is_default_free else " = None"
    default = "" if is_default_free else "default=None, "
    return f' = msgspec.field({default}name="{json_name}")'


def _post_init(made: Class) -> Iterator[str]:
    rules = [*_required_rules(made), *_choice_rules(made), *_coding_rules(made)]
    if not rules:
        return
    yield ""
    yield "def __post_init__(self) -> None:"
    for rule in rules:
        yield from (f"{INDENT}{line}" for line in rule)


def _required_rules(made: Class) -> Iterator[list[str]]:
    for field in made.fields:
        if field.is_required and field.has_sibling:
            yield [
                f"if self.{field.name} is None and self.{field.json_name}_ext is None:",
                f'{INDENT}refuse_missing("{field.json_name}")',
            ]


def _choice_rules(made: Class) -> Iterator[list[str]]:
    for choice in made.choices:
        yield [f"if {_choice_test(choice)}:", f"{INDENT}{_choice_call(choice)}"]


def _choice_test(choice: Choice) -> str:
    values = ", ".join(f"self.{field.name}" for field in choice.fields)
    siblings = [f"self.{field.json_name}_ext" for field in choice.fields if field.has_sibling]
    absent = len(choice.fields) - 1
    test = f"({values},).count(None) {'!=' if choice.is_required else '<'} {absent}"
    return f"{test} or ({', '.join(siblings)},).count(None) != {len(siblings)}" if siblings else test


def _choice_call(choice: Choice) -> str:
    stem = choice.name.removesuffix("[x]")
    kinds = ", ".join(f'"{field.json_name.removeprefix(stem)}"' for field in choice.fields)
    return f'check_choice(self, "{stem}", ({kinds},), {choice.is_required})'


def _coding_rules(made: Class) -> Iterator[list[str]]:
    for field in made.fields:
        if field.codes and not field.is_primitive:
            yield [
                f"if self.{field.name} is not None:",
                f'{INDENT}check_coding(self.{field.name}, "{field.json_name}", {_allowed(field)})',
            ]


def _allowed(field: Field) -> str:
    assert field.codes is not None
    return f"_{field.codes.name.upper()}"
