"""Definitions by canonical address: those stored here that the asker may see, then those of installed guides."""

from cordee.access import Door
from cordee.fhir.definitions import registry
from cordee.fhir.json_value import Json, read_json
from cordee.fhir.search import parse_query
from cordee.kernel.errors import GoneError, NotFoundError
from cordee.kernel.ids import is_id

_VERSIONS_MAX = 20


async def definition_at(door: Door, canonical: str, types: tuple[str, ...], base: str = "") -> Json | None:
    """Return the definition at `url`, `url|version` or `Type/id`, or None; `base` is this server's own address.

    Without a version: the one changed last among those stored.
    """
    url, _, version = canonical.partition("|")
    url = url.partition("#")[0]
    for type_ in types:
        found = await _stored(door, type_, url, version, base)
        if found is None:
            found = registry().get(type_, canonical)
        if found is not None:
            return found
    return None


async def _stored(door: Door, type_: str, url: str, version: str, base: str) -> Json | None:
    name, _, id_ = url.removeprefix(f"{base}/").partition("/")
    if name == type_ and is_id(id_):
        return await _read(door, type_, id_)
    pairs = [("url", url.replace("\\", "\\\\").replace(",", "\\,")), ("_count", str(_VERSIONS_MAX))]
    page = await door.search(parse_query(type_, [*pairs, ("_sort", "-_lastUpdated")]))
    contents = (read_json(one.content) for one in page.rows)
    return next((one for one in contents if not version or one.get("version") == version), None)


async def _read(door: Door, type_: str, id_: str) -> Json | None:
    try:
        return read_json((await door.read(type_, id_)).content)
    except (NotFoundError, GoneError):
        return None
