"""What stands today in a record: informed or not, what is permitted outside the care team, what is refused."""

from datetime import datetime

import msgspec

from cordee.care.chart import Chart
from cordee.care.circle_agreement import story_of
from cordee.care.consent.errors import MemberRefusedError
from cordee.care.consent.saying import Said, said
from cordee.care.consent.shape import INFORMATION, PERMISSION, REFUSAL
from cordee.care.elements import has_code, has_ended
from cordee.fhir import systems
from cordee.fhir.r4 import Consent
from cordee.kernel.clock import now


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One Consent of the record with what it says."""

    id: str
    says: Said
    is_in_force: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at an instant, newest first in each kind. `waiting` are members outside without a permission."""

    information: Entry | None
    permissions: tuple[Entry, ...]
    refusals: tuple[Entry, ...]
    past: tuple[Entry, ...]
    waiting: tuple[str, ...]

    @property
    def word(self) -> str:
        """Return the state of consent as the banner says it."""
        if self.information is None:
            return "Information à donner"
        if self.refusals:
            count = len(self.refusals)
            return f"{count} refus en cours" if count > 1 else "Un refus en cours"
        return "Information donnée"


def standing_of(chart: Chart, at: datetime) -> Standing:
    """Return what stands at an instant in a record; nothing when the reader may not see consents."""
    entries = [_entry(one, at) for one in chart.of(Consent) if not _is_directive(one)]
    active = [
        one for one in entries if one.says.is_active and (one.says.kind == INFORMATION or one.is_in_force)
    ]
    permissions = tuple(one for one in active if one.says.kind == PERMISSION)
    return Standing(
        information=next((one for one in active if one.says.kind == INFORMATION), None),
        permissions=permissions,
        refusals=tuple(one for one in active if one.says.kind == REFUSAL),
        past=tuple(one for one in entries if one not in active),
        waiting=tuple(_waiting(chart, permissions, at)),
    )


def refused_members(chart: Chart, at: datetime) -> dict[str, str]:
    """Return the members refused for the whole record, each with the id of the Consent that says so."""
    found: dict[str, str] = {}
    for one in standing_of(chart, at).refusals:
        if not one.says.categories and not one.says.documents:
            found |= {who.reference: one.id for who in one.says.recipients if who.reference}
    return found


def ensure_not_refused(chart: Chart, reference: str) -> None:
    """Raise MemberRefusedError when the person refused this member and the refusal stands."""
    if reference in refused_members(chart, now()):
        raise MemberRefusedError


def outside_members(chart: Chart, at: datetime) -> list[str]:
    """Return the members present who are outside the care team, by reference."""
    return [
        one.member.reference
        for one in (chart.team.participant if chart.team else None) or ()
        if one.member is not None
        and one.member.reference
        and story_of(one).is_outside
        and not has_ended(one.period, at)
    ]


def _waiting(chart: Chart, permissions: tuple[Entry, ...], at: datetime) -> list[str]:
    named = {who.reference for one in permissions for who in one.says.recipients if who.reference}
    return [one for one in outside_members(chart, at) if one not in named]


def _entry(consent: Consent, at: datetime) -> Entry:
    says = said(consent)
    return Entry(id=consent.id or "", says=says, is_in_force=says.is_in_force(at))


def _is_directive(consent: Consent) -> bool:
    """Return whether a Consent tells of advance directives: no matter of privacy. See care/sections/directives.py."""
    return has_code([consent.scope], systems.CONSENT_SCOPE, "adr")
