"""Find the closed list of codes behind a path, to say what was expected when a code is refused."""

import inspect
import re
import sys
from typing import Any, Literal, get_args, get_origin

import msgspec

_NAME = re.compile(r"\.([^.\[]+)")


def allowed_codes(model: Any, json_path: str) -> tuple[str, ...]:
    """Return the codes the element at `json_path` may have, or nothing when its list is open.

    Cost: resolves annotations one class at a time; meant for error messages only.
    """
    current = model
    for name in _NAME.findall(json_path):
        current = element_type(current, name)
        if current is None:
            return ()
    return get_args(current) if get_origin(current) is Literal else ()


def element_type(model: Any, name: str) -> Any:
    """Return the type of one item of a class's JSON property, or None when the class has no such property."""
    if not (isinstance(model, type) and issubclass(model, msgspec.Struct)):
        return None
    for attribute, encoded in zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True):
        if encoded == name:
            return _item(_annotation(model, attribute))
    return None


def _annotation(model: type, attribute: str) -> Any:
    for owner in model.__mro__:
        annotation = inspect.get_annotations(owner).get(attribute)
        if isinstance(annotation, str):
            # The annotation comes from our own generated module, never from an input.
            return eval(annotation, vars(sys.modules[owner.__module__]))  # noqa: S307
    return None


def _item(annotation: Any) -> Any:
    """Return what lists, optional and annotated types hold."""
    while (arguments := get_args(annotation)) and get_origin(annotation) is not Literal:
        annotation = arguments[0]
    return annotation
