"""The application with every door the platform's own: what the same questions cost without any rule of access."""

from starlette.types import ASGIApp

from cordee.access import Door, Gate
from cordee.app import application as compose


async def _system_door(self: Gate, bearer: str) -> Door:
    del bearer
    return self.system_door("bench")


def application() -> ASGIApp:
    """Return the application, whoever asks being the platform itself."""
    Gate.door_for_token = _system_door  # type: ignore[method-assign]
    return compose()
