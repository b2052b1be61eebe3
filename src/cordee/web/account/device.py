"""A device by the approximate name of its browser: enough to recognise one's own, nothing that follows anybody."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from cordee.access import SessionInfo

# The first that is found names it: others pretend to be those further down.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone", "device-mobile"),
    ("iPad", "iPad", "device-mobile"),
    ("Android", "Android", "device-mobile"),
    ("Windows", "Windows", "device-desktop"),
    ("Macintosh", "Mac", "device-desktop"),
    ("CrOS", "Chromebook", "device-desktop"),
    ("Linux", "Linux", "device-desktop"),
)


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One of my sessions, as the list shows it."""

    id: str
    name: str
    icon: str
    method: str
    since: datetime
    seen_at: datetime
    is_this: bool


def device_of(session: SessionInfo, current_id: str, methods: Mapping[str, str]) -> Device:
    """Return a session as one line of the list."""
    name, icon = device_name(session.device)
    return Device(
        id=session.id,
        name=name,
        icon=icon,
        method=methods.get(session.method, session.method),
        since=session.created_at,
        seen_at=session.seen_at,
        is_this=session.id == current_id,
    )


def device_name(user_agent: str) -> tuple[str, str]:
    """Return how a browser is called, such as `Firefox sur Windows`, and the icon of its kind."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Un navigateur")
    for mark, system, icon in _SYSTEMS:
        if mark in user_agent:
            return f"{browser} sur {system}", icon
    return browser, "device-desktop"
