"""The addresses of the API: a tree of segments, so that finding one of many costs as much as finding one of few."""

from collections.abc import Iterable
from typing import Any

from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from cordee.api.endpoint import BASE_PATH, Endpoint


class _Place:
    """What may follow a beginning of an address: words of the API, `$` and the name of an operation, or any segment."""

    __slots__ = ("any", "endpoint", "names", "operation", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Place] = {}
        self.operation: _Place | None = None
        self.any: _Place | None = None
        self.endpoint: Endpoint | None = None
        self.names: tuple[str, ...] = ()

    def below(self, segment: str) -> "_Place":
        """Return the place after a segment of a pattern, made when it is not there yet."""
        if segment.startswith("${"):
            self.operation = self.operation or _Place()
            return self.operation
        if segment.startswith("{"):
            self.any = self.any or _Place()
            return self.any
        return self.words.setdefault(segment, _Place())


class Addresses(BaseRoute):
    """Every HTTP address under `/fhir`; an address nobody serves is answered by `elsewhere`.

    A word of the API (`metadata`, `_history`) is never taken for a type or an id.
    """

    def __init__(self, served: Iterable[tuple[str, Endpoint]], elsewhere: Endpoint) -> None:
        self._root = _Place()
        self._elsewhere = elsewhere
        for pattern, endpoint in served:
            place, segments = self._root, pattern.split("/")[1:]
            for segment in segments:
                place = place.below(segment)
            place.endpoint = endpoint
            place.names = tuple(part.strip("${}") for part in segments if part.endswith("}"))

    def find(self, path: str) -> tuple[Endpoint, dict[str, str]]:
        """Return who serves a path under `/fhir`, and the values of its pattern."""
        place: _Place | None = self._root
        values: list[str] = []
        for segment in path.split("/")[1:] if path not in ("", "/") else ():
            assert place is not None
            if (word := place.words.get(segment)) is not None:
                place = word
                continue
            is_operation = segment.startswith("$") and place.operation is not None
            place = place.operation if is_operation else place.any if segment else None
            if place is None:
                return self._elsewhere, {}
            values.append(segment[1:] if is_operation else segment)
        if place is None or place.endpoint is None:
            return self._elsewhere, {}
        return place.endpoint, dict(zip(place.names, values, strict=True))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take every HTTP request for `/fhir` and what is under it."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path: str = scope["path"]
        is_ours = path.startswith(BASE_PATH) and path[len(BASE_PATH) : len(BASE_PATH) + 1] in ("", "/")
        return (Match.FULL, {}) if is_ours else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the request answered."""
        endpoint, scope["path_params"] = self.find(scope["path"][len(BASE_PATH) :])
        await endpoint(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Raise NoMatchFound: addresses of the API have no names."""
        raise NoMatchFound(name, path_params)
