"""Withdrawing a consent or a refusal, by any means, with effect at once."""

from datetime import timedelta

from cordee.access import Door
from cordee.care.chart import open_chart
from cordee.care.circle_by_platform import stage_resume
from cordee.care.consent.errors import AlreadyWithdrawnError, TakenBackTooLateError
from cordee.care.consent.evidence import Collected, evidence_of
from cordee.care.consent.saying import said
from cordee.care.consent.shape import REFUSAL, withdrawn
from cordee.care.elements import refers_to, version_of
from cordee.fhir.r4 import Consent
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Stored

TAKE_BACK_FOR = timedelta(hours=1)


async def withdraw(door: Door, patient_id: str, consent_id: str, collected: Collected) -> None:
    """Withdraw a consent or lift a refusal: it says nothing any more, its history stays.

    A refusal that is lifted brings nobody back into the circle: joining is an act.
    Raises AlreadyWithdrawnError, NotTheirsToDecideError, NotFoundError.
    """
    chart = await open_chart(door, patient_id)
    consent, _ = await _consent(door, patient_id, consent_id)
    evidence = evidence_of(door, chart, collected)
    async with door.writing() as unit:
        unit.update(withdrawn(consent, evidence), expected_version=version_of(consent.meta))


async def take_back(door: Door, patient_id: str, consent_id: str, collected: Collected) -> None:
    """Take back what one just wrote by mistake; a membership the refusal ended goes on as if it had not.

    Raises TakenBackTooLateError later than `TAKE_BACK_FOR`, or for what somebody else wrote: that is withdrawn, which
    brings nobody back. Otherwise as `withdraw`.
    """
    chart = await open_chart(door, patient_id)
    consent, stored = await _consent(door, patient_id, consent_id)
    if stored.updated_by != door.actor.who or now() - stored.updated_at > TAKE_BACK_FOR:
        raise TakenBackTooLateError
    evidence = evidence_of(door, chart, collected)
    says = said(consent)
    version = version_of(consent.meta)
    consent = withdrawn(consent, evidence)
    consent.status = "entered-in-error"
    async with door.writing() as unit:
        unit.update(consent, expected_version=version)
        if says.kind == REFUSAL and not says.categories and not says.documents:
            for one in says.recipients:
                if one.reference:
                    stage_resume(unit, patient_id, one.reference)


async def _consent(door: Door, patient_id: str, consent_id: str) -> tuple[Consent, Stored]:
    stored = await door.read("Consent", consent_id)
    consent: Consent = stored.resource
    if not refers_to(consent.patient, f"Patient/{patient_id}"):
        raise NotFoundError
    if consent.status != "active":
        raise AlreadyWithdrawnError
    return consent, stored
