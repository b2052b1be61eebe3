"""Every interaction served, and the addresses they live at."""

from starlette.routing import BaseRoute, WebSocketRoute

from cordee.access import Gate
from cordee.api.addresses import Addresses
from cordee.api.bulk_export import bulk_routes
from cordee.api.bundle import BUNDLE
from cordee.api.call import Interaction
from cordee.api.capability import capability_of
from cordee.api.compartment import SEARCH_COMPARTMENT, SEARCH_COMPARTMENT_FORM
from cordee.api.conditional_delete import CONDITIONAL_DELETE
from cordee.api.conditional_patch import CONDITIONAL_PATCH
from cordee.api.conditional_update import CONDITIONAL_UPDATE
from cordee.api.cors import CorsRoute
from cordee.api.create import CREATE
from cordee.api.delete import DELETE
from cordee.api.endpoint import BASE_PATH, Endpoint
from cordee.api.history import HISTORY, SYSTEM_HISTORY, TYPE_HISTORY
from cordee.api.operations import OPERATION_INTERACTIONS
from cordee.api.patch import PATCH
from cordee.api.read import READ
from cordee.api.search import SEARCH, SEARCH_FORM, SEARCH_SYSTEM, SEARCH_SYSTEM_FORM
from cordee.api.smart import smart_routes
from cordee.api.smart.discovery import known_address
from cordee.api.update import UPDATE
from cordee.api.vread import VREAD
from cordee.api.websocket import Listening
from cordee.kernel.settings import Settings

SERVED: tuple[Interaction, ...] = (
    READ, VREAD, UPDATE, CONDITIONAL_UPDATE, PATCH, CONDITIONAL_PATCH, DELETE, CONDITIONAL_DELETE, HISTORY,
    TYPE_HISTORY, SYSTEM_HISTORY, CREATE, SEARCH, SEARCH_FORM, SEARCH_SYSTEM, SEARCH_SYSTEM_FORM,
    SEARCH_COMPARTMENT, SEARCH_COMPARTMENT_FORM, BUNDLE,
    *OPERATION_INTERACTIONS,
)  # fmt: skip


def routes(gate: Gate, settings: Settings) -> list[BaseRoute]:
    """Return the routes of `/fhir`: one for every HTTP address under it, served or not, and one for the websocket."""
    interactions = (capability_of(SERVED, lambda base: known_address(gate, base)), *SERVED)
    by_path: dict[str, list[Interaction]] = {}
    for interaction in interactions:
        by_path.setdefault(interaction.path, []).append(interaction)
    served = [(path, Endpoint(gate, here)) for path, here in by_path.items()]
    over_http = (smart_routes(gate), *bulk_routes(gate, settings), Addresses(served, Endpoint(gate, ())))
    return [
        *(CorsRoute(route, gate) for route in over_http),
        WebSocketRoute(f"{BASE_PATH}/ws", Listening(gate)),
    ]
