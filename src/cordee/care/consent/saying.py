"""What a stored Consent says, for those who show it; liberal, as every reading of what an import may have brought."""

from datetime import datetime

import msgspec

from cordee.care.consent.shape import INFORMATION, KINDS, PERMISSION, REFUSAL, Recipient
from cordee.care.elements import code_of, holds, instant
from cordee.fhir import systems
from cordee.fhir.r4 import Consent, ConsentProvisionActor, Period


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One Consent in plain values. No category and no document: the whole record; no recipient: everyone."""

    kind: str
    recipients: tuple[Recipient, ...]
    categories: tuple[str, ...]
    documents: tuple[str, ...]
    period: Period | None
    is_active: bool
    agreed_by: str
    collected_by: str
    collected_at: datetime | None
    collected_how: str
    notice: str
    scan: str

    def is_in_force(self, at: datetime) -> bool:
        """Return whether it permits or refuses anything at an instant."""
        return self.is_active and self.kind != INFORMATION and holds(self.period, at)


def said(consent: Consent) -> Said:
    """Return what a Consent says; of nested provisions, which pages never write, nothing."""
    provision = consent.provision
    verification = consent.verification[-1] if consent.verification else None
    extensions = {one.url: one for one in (verification.extension if verification else None) or ()}
    by = extensions.get(systems.CONSENT_COLLECTED_BY)
    how = extensions.get(systems.CONSENT_COLLECTED_HOW)
    return Said(
        kind=_kind(consent),
        recipients=tuple(_recipient(one) for one in (provision.actor if provision else None) or ()),
        categories=tuple(
            one.code or ""
            for one in (provision.class_ if provision else None) or ()
            if one.system == systems.CATEGORY
        ),
        documents=tuple(
            one.reference.reference or "" for one in (provision.data if provision else None) or ()
        ),
        period=provision.period if provision else None,
        is_active=consent.status == "active",
        agreed_by=_first_reference(consent),
        collected_by=(by.valueReference.reference or "") if by is not None and by.valueReference else "",
        collected_at=instant((verification.verificationDate if verification else None) or consent.dateTime),
        collected_how=(how.valueCode or "") if how is not None else "",
        notice=(consent.policy[0].uri or "") if consent.policy else "",
        scan=(consent.sourceReference.reference or "") if consent.sourceReference else "",
    )


def _kind(consent: Consent) -> str:
    for one in consent.category:
        code = code_of(one, systems.CONSENT_KIND)
        if code in KINDS:
            return code
    if consent.provision is None:
        return INFORMATION
    return PERMISSION if consent.provision.type == "permit" else REFUSAL


def _recipient(actor: ConsentProvisionActor) -> Recipient:
    return Recipient(
        reference=actor.reference.reference or "",
        reader_class=code_of(actor.role, systems.READER_CLASS),
        display=actor.reference.display or "",
    )


def _first_reference(consent: Consent) -> str:
    return (consent.performer[0].reference or "") if consent.performer else ""
