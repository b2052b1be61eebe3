"""Following an export, fetching its files, cancelling it.

Source: https://hl7.org/fhir/uv/bulkdata/export.html#bulk-data-status-request
"""

import re
from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from cordee.access import Gate
from cordee.api.endpoint import BASE_PATH, base_of, bearer_of
from cordee.api.errors import MethodNotAllowedError, error_response, told
from cordee.api.operations.export import STATUS_PATH
from cordee.api.respond import http_date, instant
from cordee.exchange.bulk import ExportFiles
from cordee.kernel.errors import NotFoundError, UnauthenticatedError, UnavailableError
from cordee.kernel.settings import Settings
from cordee.store.exports.export import Export, ExportFile

RETRY_SECONDS = 2
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")
_PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}

Handler = Callable[[Request, str], Awaitable[Response]]


class _Address:
    """One address of an export: the account of the token, or an OperationOutcome that says why not."""

    def __init__(self, gate: Gate, **handlers: Handler) -> None:
        self._gate = gate
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            handler = self._handlers.get("GET" if request.method == "HEAD" else request.method)
            if handler is None:
                raise MethodNotAllowedError(request.method, sorted(self._handlers))
            bearer = bearer_of(request.headers.get("authorization", ""))
            if bearer is None:
                raise UnauthenticatedError
            answer = await handler(request, (await self._gate.door_for_token(bearer)).actor.id)
        except Exception as error:
            answer = error_response(told(error))
        await answer(scope, receive, send)


def bulk_routes(gate: Gate, settings: Settings) -> list[BaseRoute]:
    """Return the routes of the status and of the files of exports."""
    files = ExportFiles(settings)

    async def status(request: Request, account_id: str) -> Response:
        export, found = await gate.exports.find(account_id, request.path_params["export"])
        if export.status == "running":
            return Response(status_code=202, headers=_PRIVATE | _progress(export))
        if export.status == "failed":
            return error_response(ExportFailedError(export.error))
        manifest = _manifest(export, found, base_of(request.scope, request.headers))
        headers = _PRIVATE | {"Content-Type": "application/json", "Expires": http_date(export.expires_at)}
        return Response(msgspec.json.encode(manifest), headers=headers)

    async def cancel(request: Request, account_id: str) -> Response:
        await gate.exports.cancel(account_id, request.path_params["export"])
        return Response(status_code=202, headers=_PRIVATE)

    async def fetch(request: Request, account_id: str) -> Response:
        export, found = await gate.exports.find(account_id, request.path_params["export"])
        file = next((one for one in found if one.name == request.path_params["name"]), None)
        if file is None:
            raise NotFoundError
        return _download(request, files, export, file)

    return [
        Route(f"{BASE_PATH}/{STATUS_PATH}/{{export}}", _Address(gate, GET=status, DELETE=cancel)),
        Route(f"{BASE_PATH}/{STATUS_PATH}/{{export}}/{{name}}", _Address(gate, GET=fetch)),
    ]


class ExportFailedError(UnavailableError):
    """A bulk export could not be made; nothing of it can be fetched."""

    code = "export-failed"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"L’export n’a pas pu être fait : {reason} Supprimez-le, puis demandez-le à nouveau.",
            f"The export could not be made: {reason} Delete it, then ask again.",
        )

    @property
    def http_status(self) -> int:
        """Return 500: asking this address again changes nothing."""
        return 500


def _progress(export: Export) -> dict[str, str]:
    done = 100 * export.type_index // max(len(export.types), 1)
    return {"X-Progress": f"{done} %, {export.exported} resources", "Retry-After": str(RETRY_SECONDS)}


def _manifest(export: Export, files: list[ExportFile], base: str) -> dict[str, object]:
    def listed(kind: str) -> list[dict[str, object]]:
        return [
            {"type": one.type, "url": f"{base}/{STATUS_PATH}/{export.id}/{one.name}", "count": one.count}
            for one in files
            if one.kind == kind
        ]

    return {
        "transactionTime": instant(export.taken_at),
        "request": export.request,
        "requiresAccessToken": True,
        "output": listed("output"),
        "error": listed("error"),
    }


def _download(request: Request, files: ExportFiles, export: Export, file: ExportFile) -> Response:
    """Return a file, or the part that `Range` asks for: a download that broke goes on where it stopped."""
    etag = f'"{export.id}.{file.size}"'
    headers = _PRIVATE | {
        "Content-Type": "application/fhir+ndjson", "Accept-Ranges": "bytes", "ETag": etag,
    }  # fmt: skip
    start, end, status = 0, file.size, 200
    match = _RANGE.fullmatch(request.headers.get("range", ""))
    if match is not None and request.headers.get("if-range", etag) == etag:
        start = int(match[1])
        end = min(int(match[2]) + 1 if match[2] else file.size, file.size)
        if start >= end:
            return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{file.size}"})
        status = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    headers["Content-Length"] = str(end - start)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(files.read(export.id, file.name, start, end), status, headers)
