"""Versions of a plan: each a document that does not change, arrêté by somebody, which others then agree with.

The document holds the plan as it stood; a Provenance says who made the version; others say who agreed. See ADR 0033.
"""

from datetime import date, datetime

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import code_of, concept, fhir_instant, id_in, instant
from cordee.care.entry import entry_id, once
from cordee.care.errors import CareError
from cordee.care.plan import SHELVES, current_plan, plan_of
from cordee.care.planning.agreements import Agreement, agreement_of
from cordee.care.planning.document import document_of
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Bundle,
    CodeableConcept,
    Coding,
    Meta,
    Provenance,
    ProvenanceAgent,
    Reference,
    Signature,
)
from cordee.kernel.clock import now

VERSION, AGREEMENT = "version", "agreement"
VERSIONS_MAX = 40  # versions and agreements read of one plan
PROVENANCES: dict[str, int] = {"Provenance": 200}
_AUTHOR = Coding(
    system="urn:iso-astm:E1762-95:2013", code="1.2.840.10065.1.12.1.1", display="Author's Signature"
)


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version: its rank from 1, the document, by whom and when, and who agreed with it."""

    rank: int
    document_id: str
    by: str
    at: datetime | None
    agreements: tuple[Agreement, ...] = ()

    def signer_of(self, reference: str) -> Agreement | None:
        """Return the agreement of somebody, if they gave it."""
        return next((one for one in self.agreements if one.reference == reference), None)


async def make_version(door: Door, patient_id: str, today: date, *, form_id: str) -> str:
    """Keep the plan as it stands as a new version and return the id of its document; the same form keeps it once."""
    chart = await open_chart(door, patient_id, {**SHELVES, **PROVENANCES})
    held = current_plan(chart)
    if held is None:
        raise CareError(
            "Ce dossier n’a pas encore de plan : ajoutez d’abord un objectif.", "This record has no plan yet."
        )
    me, at = signature(door.actor), now()
    rank = len(versions_of(chart)) + 1
    title = f"{held.title or 'Plan personnalisé de coordination en santé'}, version {rank}"
    plan = plan_of(chart, today)
    bundle = document_of(chart, plan, me, at, bundle_id=entry_id(form_id), title=title)
    assert bundle.id is not None

    async def write() -> None:
        async with door.writing() as unit:
            unit.create(bundle)
            unit.create(version_act(bundle, patient_id, me, at, rank, entry_id(form_id, "version")))

    await once(door, f"Bundle/{bundle.id}", patient_id, write)
    return bundle.id


def version_act(
    bundle: Bundle, patient_id: str, by: Reference, at: datetime, rank: int, id_: str
) -> Provenance:
    """Return what says who made a version, and when."""
    return Provenance(
        id=id_,
        meta=Meta(security=bundle.meta.security) if bundle.meta is not None else None,
        target=[Reference(reference=f"Bundle/{bundle.id}"), about(patient_id)],
        occurredDateTime=fhir_instant(at),
        recorded=fhir_instant(at),
        activity=concept(systems.PLAN_ACT, VERSION, f"Version {rank} du plan"),
        agent=[ProvenanceAgent(type=CodeableConcept(text="Auteur de la version"), who=by)],
        signature=[Signature(type=[_AUTHOR], when=fhir_instant(at), who=by)],
    )


def versions_of(chart: Chart) -> tuple[Version, ...]:
    """Return the versions of a plan with who agreed, the newest first, from a chart opened with PROVENANCES."""
    oldest_first = chart.of(Provenance)[::-1]
    acts = sorted(oldest_first, key=lambda one: one.recorded or "")
    made = [one for one in acts if code_of(one.activity, systems.PLAN_ACT) == VERSION]
    agreed: dict[str, list[Agreement]] = {}
    for one in acts:
        if code_of(one.activity, systems.PLAN_ACT) == AGREEMENT:
            agreed.setdefault(_document_id(one), []).append(agreement_of(chart, one))
    found = [
        Version(
            rank=rank,
            document_id=_document_id(one),
            by=_author(chart, one),
            at=instant(one.recorded),
            agreements=tuple(agreed.get(_document_id(one), ())),
        )
        for rank, one in enumerate(made, start=1)
    ]
    return tuple(reversed(found))


def _author(chart: Chart, one: Provenance) -> str:
    who = one.agent[0].who if one.agent else None
    return chart.person(who.reference, who.display).name if who is not None else ""


def _document_id(one: Provenance) -> str:
    return next((found for target in one.target if (found := id_in(target, "Bundle"))), "")
