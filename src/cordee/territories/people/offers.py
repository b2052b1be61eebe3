"""What the structures of a territory offer, as FHIR: HealthcareService with needs, hours and declared places."""

from datetime import date, datetime, time, timedelta

from cordee.fhir import systems
from cordee.fhir.r4 import (
    Extension,
    HealthcareService,
    HealthcareServiceAvailableTime,
    HealthcareServiceEligibility,
    Resource,
)
from cordee.store.directory import NEEDS
from cordee.territories.offers import Offer
from cordee.territories.people.directory import Directory
from cordee.territories.people.fhir_words import concept

DECLARED_AT = time(8, 45)


def offers(directory: Directory, today: date) -> list[Resource]:
    """Return every offer of the territory; what is declared free follows `today`."""
    return [_service(directory, rank, one, today) for rank, one in enumerate(directory.territory.offers)]


def _service(directory: Directory, rank: int, offer: Offer, today: date) -> HealthcareService:
    structure = directory.territory.organisation(offer.organisation)
    assert structure is not None
    return HealthcareService(
        id=directory.id_of(f"offer/{structure.code}/{rank}"),
        active=True,
        providedBy=directory.organization(structure),
        type=[concept(systems.NEED, code, NEEDS[code].label) for code in offer.needs],
        name=offer.name,
        extraDetails=offer.about or None,
        eligibility=[HealthcareServiceEligibility(comment=offer.audience)] if offer.audience else None,
        availableTime=[
            HealthcareServiceAvailableTime(
                daysOfWeek=list(one.days),
                allDay=None if one.start else True,
                availableStartTime=f"{one.start}:00" if one.start else None,
                availableEndTime=f"{one.end}:00" if one.end else None,
            )
            for one in offer.opening
        ]
        or None,
        extension=_places(directory, offer, today),
    )


def _places(directory: Directory, offer: Offer, today: date) -> list[Extension] | None:
    if not offer.declared:
        return None
    at = datetime.combine(today - timedelta(days=offer.declared), DECLARED_AT, directory.territory.zone)
    parts = [
        Extension(url="free", valueUnsignedInt=offer.places),
        Extension(url="declared-at", valueDateTime=at.isoformat()),
    ]
    if offer.wait:
        parts.append(Extension(url="wait", valueString=offer.wait))
    return [Extension(url=systems.WAITING_PLACES, extension=parts)]
