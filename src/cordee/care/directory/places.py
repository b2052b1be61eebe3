"""Waiting places: what a structure says is free in an offer of its own, and when it said so."""

from datetime import datetime, timedelta

import msgspec

from cordee.access import Door
from cordee.care.elements import fhir_instant, instant, version_of
from cordee.fhir import systems
from cordee.fhir.r4 import Extension, HealthcareService
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError

STALE_AFTER = timedelta(days=15)
PLACES_MAX = 999


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """The places declared free, and when; `wait` is the usual wait in the structure's words."""

    free: int
    declared_at: datetime | None
    wait: str = ""

    @property
    def is_stale(self) -> bool:
        """Return whether nobody has said so lately: it may be wrong."""
        return is_stale(self.declared_at)


def is_stale(declared_at: datetime | None) -> bool:
    """Return whether what was declared then may be wrong by now."""
    return declared_at is None or now() - declared_at > STALE_AFTER


def places_of(service: HealthcareService) -> Places | None:
    """Return what an offer declares, None when nobody ever did."""
    for extension in service.extension or ():
        if extension.url == systems.WAITING_PLACES:
            parts = {part.url: part for part in extension.extension or ()}
            free, at, wait = (parts.get(name) for name in ("free", "declared-at", "wait"))
            return Places(
                free=(free.valueUnsignedInt if free else None) or 0,
                declared_at=instant(at.valueDateTime if at else None),
                wait=(wait.valueString if wait else None) or "",
            )
    return None


def may_declare(door: Door, service: HealthcareService) -> bool:
    """Return whether this actor says what is free: staff of the structure that makes the offer, nobody else."""
    owner = service.providedBy.reference if service.providedBy else None
    return door.actor.is_professional and bool(owner) and owner == door.actor.organization


async def declare_places(door: Door, id_: str, *, free: int, wait: str) -> None:
    """Say how many places are free now; the last word counts.

    Raises: ForbiddenError when the offer is another structure's, NotFoundError.
    """
    service: HealthcareService = (await door.read("HealthcareService", id_)).resource
    if not may_declare(door, service):
        raise ForbiddenError
    parts = [
        Extension(url="free", valueUnsignedInt=min(free, PLACES_MAX)),
        Extension(url="declared-at", valueDateTime=fhir_instant(now())),
    ]
    if wait:
        parts.append(Extension(url="wait", valueString=wait))
    kept = [one for one in service.extension or () if one.url != systems.WAITING_PLACES]
    service.extension = [*kept, Extension(url=systems.WAITING_PLACES, extension=parts)]
    async with door.writing() as unit:
        unit.update(service, expected_version=version_of(service.meta))
