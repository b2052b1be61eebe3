"""Resources from answers by `item.definition`: each answer goes to the element its question is defined by."""

import copy
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from cordee.fhir import r4
from cordee.fhir.expressions import Told
from cordee.fhir.json_value import Json
from cordee.fhir.placing import UnplaceableError, open_at, place
from cordee.fhir.sdc.answers import node_of
from cordee.fhir.sdc.extensions import DEPTH_MAX, EXTRACTION_CONTEXT, value_of
from cordee.fhir.sdc.queries import query_text

RESOURCES_MAX = 500
_SLICE = re.compile(r":[^.]+|\[x\]")
_TYPE = re.compile(r"[A-Za-z]+")


class _Frame(msgspec.Struct):
    """The part of a resource being filled: what it is, the path it stands at, by which structure it is defined."""

    target: Json
    path: str
    root: tuple[str, str]


def by_definition(
    questionnaire: Json, response: Json, existing: Mapping[str, Json], told: Told
) -> list[Json]:
    """Return the resources that extraction contexts open, in order, each with what the answers inside say.

    A context that is a query which found one resource starts from that; otherwise from an empty one. What nothing was
    written into is left out.
    """
    walking = _Walking(existing, told)
    walking.into(questionnaire, response, None, 0)
    return [
        one
        for one, before in walking.made
        if _without_empty(one) != before and one.keys() != {"resourceType"}
    ]


class _Walking:
    def __init__(self, existing: Mapping[str, Json], told: Told) -> None:
        self.made: list[tuple[Json, Json]] = []
        self._existing = existing
        self._told = told

    def into(self, asked: Json, answered: Json, frame: _Frame | None, depth: int) -> None:
        opened = self._opened(asked)
        frame = opened or frame
        questions = {item.get("linkId"): item for item in asked.get("item", ())}
        for item in answered.get("item", ()) if depth < DEPTH_MAX else ():
            question = questions.get(item.get("linkId"))
            if question is not None:
                self._item(question, item, frame, depth)

    def _item(self, question: Json, item: Json, frame: _Frame | None, depth: int) -> None:
        path = _SLICE.sub("", str(question.get("definition", "")).partition("#")[2])
        inner = frame
        if path and frame is not None and value_of(question, EXTRACTION_CONTEXT) is None:
            if question.get("type") == "group":
                inner = self._group(path, frame)
            else:
                self._answers(path, item, frame)
        self.into(question, item, inner, depth + 1)
        for answer in item.get("answer", ()):
            self.into(question, answer, inner, depth + 1)

    def _opened(self, asked: Json) -> _Frame | None:
        context: Any = value_of(asked, EXTRACTION_CONTEXT)
        if context is None or len(self.made) >= RESOURCES_MAX:
            return None
        text = context if isinstance(context, str) else query_text(context)
        match = _TYPE.match(text or "")
        type_ = match[0] if match else ""
        if type_ not in r4.RESOURCE_TYPES:
            self._told.tell(
                "Questionnaire.item",
                "Le contexte d’extraction ne nomme pas de type de ressource.",
                "The extraction context names no resource type.",
            )
            return None
        found = copy.deepcopy(dict(self._existing.get(text or "", {"resourceType": type_})))
        self.made.append((found, copy.deepcopy(found)))
        return _Frame(found, type_, (type_, type_))

    def _group(self, path: str, frame: _Frame) -> _Frame:
        relative = _relative(path, frame)
        if relative is None:
            return frame
        try:
            target, root = open_at(frame.target, relative, frame.root)
        except UnplaceableError:
            self._misplaced(path)
            return frame
        return _Frame(target, path, root)

    def _answers(self, path: str, item: Json, frame: _Frame) -> None:
        nodes = [node for node in map(node_of, item.get("answer", ())) if node is not None]
        relative = _relative(path, frame)
        if not nodes:
            return
        if relative is None:
            self._misplaced(path)
            return
        try:
            place(frame.target, relative, nodes, frame.root, adds=True)
        except UnplaceableError:
            self._misplaced(path)

    def _misplaced(self, path: str) -> None:
        self._told.tell(
            "Questionnaire.item.definition",
            f"Une réponse ne peut pas être placée dans {path[:100]}.",
            f"An answer cannot be placed into {path[:100]}.",
            "value",
        )


def _relative(path: str, frame: _Frame) -> str | None:
    start = f"{frame.path}."
    return path.removeprefix(start) if path.startswith(start) else None


def _without_empty(value: Any) -> Any:
    """Remove, in place, objects and lists nothing was written into; return the value."""
    if isinstance(value, dict):
        for name in list(value):
            if _without_empty(value[name]) in ({}, []):
                del value[name]
    elif isinstance(value, list):
        value[:] = [one for one in map(_without_empty, value) if one not in ({}, [])]
    return value
