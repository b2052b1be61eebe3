"""The notice to hand over and the attestation to sign, as papers to print."""

from datetime import date, datetime, tzinfo
from typing import Any

from cordee.care.chart import Chart
from cordee.care.consent.notice import Notice
from cordee.care.consent.standing import standing_of
from cordee.care.consent.words import Told, told
from cordee.care.identity import banner
from cordee.care.print import Paper
from cordee.kernel.clock import now

_PACKAGE = "cordee.care.consent"
TITLES = {
    "information": "Information et non-opposition",
    "permission": "Accord hors de l’équipe de soins",
    "refusal": "Refus",
}


def notice_paper(notice: Notice, on: date) -> Paper:
    """Return the notice of a territory, to be handed over; it names nobody."""
    data: dict[str, Any] = {
        "service": notice.service,
        "version": notice.version,
        "controller": notice.controller,
        "contact": notice.contact,
        "sections": [{"title": one.title, "text": one.text} for one in notice.sections],
    }
    return Paper(
        package=_PACKAGE, template="notice", title="Votre dossier partagé : ce qu’il faut savoir", on=on, data=data
    )  # fmt: skip


def attestation_paper(chart: Chart, notice: Notice, on: date, zone: tzinfo) -> Paper:
    """Return what the person decided and what proves it, to be signed or filed."""
    standing = standing_of(chart, now())
    entries = [
        *([standing.information] if standing.information else []),
        *standing.permissions,
        *standing.refusals,
    ]
    who = banner(chart, on)
    born = f"{who.born_on.day:02}/{who.born_on.month:02}/{who.born_on.year}" if who.born_on else "non connue"
    data: dict[str, Any] = {
        "service": notice.service,
        "version": notice.version,
        "contact": notice.contact,
        "person": [_fact("Personne", who.name.civil), _fact("Date de naissance", born)],
        "entries": [_entry(told(chart, one), zone) for one in entries],
    }
    return Paper(
        package=_PACKAGE, template="attestation", title="Attestation d’information et de consentement", on=on,
        data=data,
    )  # fmt: skip


def _entry(one: Told, zone: tzinfo) -> dict[str, Any]:
    facts = [
        _fact("Décision", one.sentence),
        _fact("Donnée par", one.given_by),
        _fact("Recueillie par", f"{one.collected_by}, {one.how.lower()}" if one.how else one.collected_by),
        _fact("Le", _moment(one.at, zone)),
        _fact("Notice remise", f"version {one.notice}" if one.notice else "non précisée"),
    ]
    if one.scan_id:
        facts.append(_fact("Écrit", "joint au dossier"))
    return {"title": TITLES.get(one.kind, ""), "facts": facts}


def _fact(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%d/%m/%Y à %H h %M}" if at else "date non précisée"
