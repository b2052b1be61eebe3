"""Definitions by canonical address: those stored here that the caller may see, then those of installed guides."""

from cordee.api.call import Call
from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.search import parse_query
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.ids import is_id

_VERSIONS_MAX = 20


async def definition_at(call: Call, canonical: str, types: tuple[str, ...]) -> Json | None:
    """Return the definition at `url`, `url|version` or `Type/id`, or None.

    Without a version: the one changed last among those stored.
    """
    url, _, version = canonical.partition("|")
    url = url.partition("#")[0]
    for type_ in types:
        found = await _stored(call, type_, url, version)
        if found is None:
            found = registry().get(type_, canonical)
        if found is not None:
            return found
    return None


async def _stored(call: Call, type_: str, url: str, version: str) -> Json | None:
    name, _, id_ = url.removeprefix(f"{call.base}/").partition("/")
    if name == type_ and is_id(id_):
        return await _read(call, type_, id_)
    pairs = [("url", url.replace("\\", "\\\\").replace(",", "\\,")), ("_count", str(_VERSIONS_MAX))]
    page = await call.door.search(parse_query(type_, [*pairs, ("_sort", "-_lastUpdated")]))
    contents = (read_json(one.content) for one in page.rows)
    return next((one for one in contents if not version or one.get("version") == version), None)


async def _read(call: Call, type_: str, id_: str) -> Json | None:
    try:
        return read_json((await call.door.read(type_, id_)).content)
    except (NotFoundError, GoneError):
        return None
