"""Operations as entries of a batch. Source: https://hl7.org/fhir/R4/http.html#transaction"""

from urllib.parse import parse_qsl

import msgspec

from cordee.api.call import Call, Reply
from cordee.api.errors import MethodNotAllowedError, UnknownAddressError, UnknownTypeError, told
from cordee.api.operations.serving import invoke
from cordee.fhir import RESOURCE_TYPES
from cordee.kernel.errors import CordeeError, NotFoundError
from cordee.kernel.ids import is_id

_SEGMENTS_MAX = 3


def is_operation(url: str) -> bool:
    """Return whether the address of an entry names an operation: `Patient/1/$everything?_count=10`."""
    return url.partition("?")[0].rstrip("/").rpartition("/")[2].startswith("$")


async def answer_operation(call: Call, method: str, url: str, content: bytes) -> Reply | CordeeError:
    """Return the reply to an entry that names an operation, or the error it met; never raises."""
    try:
        if method not in ("GET", "POST"):
            raise MethodNotAllowedError(method, ["GET", "POST"])
        return await invoke(_call_of(call, url), method, content if method == "POST" else b"")
    except Exception as error:
        return told(error)


def _call_of(call: Call, url: str) -> Call:
    path, _, query = url.strip("/").partition("?")
    segments = path.strip("/").split("/")
    type_, id_ = ([*segments[:-1], "", ""])[:2]
    if len(segments) > _SEGMENTS_MAX:
        raise UnknownAddressError
    if type_ and type_ not in RESOURCE_TYPES:
        raise UnknownTypeError
    if id_ and not is_id(id_):
        raise NotFoundError
    pairs = parse_qsl(query, keep_blank_values=True)
    return msgspec.structs.replace(
        call, type=type_, id=id_, operation=segments[-1].removeprefix("$"), pairs=pairs
    )
