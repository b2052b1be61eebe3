"""The story of a record, read from the versions of its episode: who opened, suspended, closed, became the referent."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart
from cordee.care.episode.view import Life, life_in
from cordee.care.happenings import author_of
from cordee.care.people import Person
from cordee.store import Stored

VERSIONS_MAX = 50
_TURNED = {
    ("active", "onhold"): "a suspendu le dossier",
    ("onhold", "active"): "a repris le dossier",
    ("active", "finished"): "a clos le dossier",
    ("onhold", "finished"): "a clos le dossier",
    ("finished", "active"): "a rouvert le dossier",
}


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the story: who did what when, and why."""

    who: Person
    did: str
    detail: str
    at: datetime


async def journal_of(door: Door, chart: Chart, episode_id: str) -> tuple[Turn, ...]:
    """Return the story of an episode, newest first. Cost: one statement, one more for unknown names."""
    if not episode_id:
        return ()
    page = await door.history("EpisodeOfCare", episode_id, VERSIONS_MAX)
    rows = [one for one in page.rows if not one.deleted]
    await chart.learn(door, {author_of(row)[0] for row in rows})
    return tuple(reversed(list(_told(chart, list(reversed(rows))))))


def _told(chart: Chart, rows: list[Stored]) -> Iterator[Turn]:
    before: Life | None = None
    for row in rows:
        life = life_in(chart, row.resource)
        for did, detail in _said(before, life):
            reference, display = author_of(row)
            yield Turn(who=chart.person(reference, display), did=did, detail=detail, at=row.updated_at)
        before = life


def _said(before: Life | None, life: Life) -> Iterator[tuple[str, str]]:
    if before is None:
        themes = ", ".join(words for _, words in life.themes)
        yield "a ouvert le dossier", themes
        return
    turned = _TURNED.get((before.state, life.state))
    if turned:
        yield turned, life.closing_reason or (life.suspension.reason if life.suspension else "")
    if _reference(before) != _reference(life):
        yield "a changé le référent", _from_to(before, life)
    if before.themes != life.themes:
        yield "a revu les thèmes", ", ".join(words for _, words in life.themes)
    if before.criteria != life.criteria:
        yield "a revu les critères d’ouverture", ", ".join(words for _, words in life.criteria)
    if before.diagnoses != life.diagnoses:
        yield "a revu les problèmes à l’origine du dossier", ""


def _reference(life: Life) -> str:
    return life.referent.reference if life.referent is not None else ""


def _from_to(before: Life, life: Life) -> str:
    named = [one.referent.name if one.referent is not None else "personne" for one in (before, life)]
    return " → ".join(named)
