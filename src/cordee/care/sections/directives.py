"""Advance directives (Consent of scope `adr`): that they are written, where they are kept. L1111-11 CSP.

Such a Consent has no provision: it gives and takes no access, and the rules of privacy do not read it (ADR 0018, 0032).
"""

from typing import Any

from cordee.care.elements import concept
from cordee.care.sections.kind import Field, Given, Kind, Said, Scene
from cordee.care.sections.since import fhir_date, form_date, said_date
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Attachment, CodeableConcept, Consent
from cordee.store import categories as cat

SCOPE = "adr"
FIELDS = (
    Field(name="text", label="Où sont-elles gardées ?", missing="Dites où les trouver : chez la personne, au DMP…",
          hint="chez sa fille, dans Mon espace santé, chez le notaire…"),
    Field(name="since", label="Écrites le", shape="since", hint="une année, un mois ou un jour"),
)  # fmt: skip
ENDS = (("inactive", "Annulées ou remplacées par la personne"),)
_LAW = "Directives anticipées, article L1111-11 du code de la santé publique"


def is_directive(one: Consent) -> bool:
    """Return whether a Consent tells of advance directives."""
    return any(
        coding.system == systems.CONSENT_SCOPE and coding.code == SCOPE for coding in one.scope.coding or ()
    )


def _fill(stood: Any | None, given: Given, scene: Scene) -> Consent:
    one = stood or Consent(
        status="active",
        scope=concept(systems.CONSENT_SCOPE, SCOPE, "Advanced Care Directive"),
        category=[concept(systems.CONSENT_CATEGORY, "acd", "Advance Directive")],
        patient=about(scene.patient_id),
        policyRule=CodeableConcept(text=_LAW),
    )
    one.sourceAttachment = Attachment(title=given["text"], creation=None)
    if given.get("since", "") != form_date(one.dateTime):
        one.dateTime = fhir_date(given.get("since", ""))
    return one


def _given(one: Consent) -> Given:
    title = (one.sourceAttachment.title if one.sourceAttachment else None) or ""
    return {"text": title, "since": form_date(one.dateTime)}


def _said(one: Consent) -> Said | None:
    if one.status == "entered-in-error" or not is_directive(one):
        return None
    return Said(text=_given(one)["text"], since=said_date(one.dateTime), is_current=one.status == "active")


def _end(one: Consent, reason: str, scene: Scene) -> None:
    one.status = "inactive"


def _withdraw(one: Consent) -> None:
    one.status = "entered-in-error"


DIRECTIVES = Kind(
    slug="directives", type="Consent", title="Directives anticipées", thing="des directives anticipées",
    icon="file-text", category=cat.CONSENT, fields=FIELDS, fill=_fill, given=_given, said=_said, withdraw=_withdraw,
    end=_end, end_word="Annulées", ends=ENDS,
)  # fmt: skip
