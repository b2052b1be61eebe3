"""Stories are data: every role, label, word and code they name must exist."""

import re
from collections.abc import Iterator

import msgspec
import pytest

from cordee.territories.people.parts.documents import LABELS
from cordee.territories.people.parts.measures import KINDS as MEASURES
from cordee.territories.people.parts.measures import PRESSURE
from cordee.territories.people.parts.notebook import KINDS as NOTES
from cordee.territories.people.stories import FIRST_STORY, STORIES
from cordee.territories.people.stories.everyday import EVERYDAY_NOTES
from cordee.territories.people.story import NOT_RECRUITED, Chapter, Story
from cordee.territories.vocabulary import PLAN_DOMAINS, ROLE_CODES

ALL = {f"{story.theme}/{len(story.variants)}": story for story in (*STORIES, FIRST_STORY)}
VISIBILITY = {
    "INVISIBLE_PATIENT",
    "INVISIBLE_REPRESENTANTS_LEGAUX",
    "MASQUE_PS",
    "MASQUE_PSOCIAL",
    "MASQUE_PT",
    None,
}
WORDS = frozenset(
    "personne prenom de_prenom il Il e ne le lui seul age ville a_ville de_ville referent actif retraite medecin "
    "infirmiere kine social pharmacien hospitalier specialiste aide_domicile psychologue ergo dieteticienne hopital "
    "aidant de_aidant lien Lien aidant_il Aidant_il aidant_e aidant_seul".split()
)


def test_there_are_at_least_seven_themes_told_in_three_ways() -> None:
    assert len(STORIES) >= 7
    assert all(len(story.variants) >= 3 for story in STORIES)


@pytest.mark.parametrize("name", ALL)
def test_a_story_names_only_what_exists(name: str) -> None:
    story = ALL[name]
    assert set(story.circle) <= ROLE_CODES
    for chapter in _chapters(story):
        assert {note.kind for note in chapter.notes} <= set(NOTES)
        assert {note.hidden for note in chapter.notes} <= VISIBILITY
        assert {aim.domain for aim in chapter.aims} <= set(PLAN_DOMAINS)
        assert {series.measure for series in chapter.series} <= {*MEASURES, PRESSURE}
        assert {paper.code for paper in chapter.papers} <= set(LABELS)


@pytest.mark.parametrize("name", ALL)
def test_whoever_writes_or_acts_stands_in_the_circle(name: str) -> None:
    story = ALL[name]
    assert set(_actors(story.shared)) - {*story.circle, *NOT_RECRUITED} == set()
    for variant in story.variants:
        assert {*_actors(variant), variant.asked_by} - {
            *variant.roles(),
            variant.left,
            *NOT_RECRUITED,
        } == set()
        assert set(variant.roles()) <= ROLE_CODES


@pytest.mark.parametrize("name", ALL)
def test_every_word_a_line_names_is_known_and_every_choice_is_closed(name: str) -> None:
    for line in _lines(msgspec.to_builtins(ALL[name])):
        assert set(re.findall(r"\{([a-zA-Z_]+)\}", line)) <= WORDS, line
        assert line.count("[") == line.count("]"), line
        assert line.count("{") == line.count("}"), line
        assert "|" not in line or "[" in line, line


def test_everyday_notes_are_of_known_kinds() -> None:
    assert {note.kind for note in EVERYDAY_NOTES} <= set(NOTES)
    assert {note.hidden for note in EVERYDAY_NOTES} <= VISIBILITY


def _chapters(story: Story) -> tuple[Chapter, ...]:
    return (story.shared, *story.variants)


def _actors(chapter: Chapter) -> Iterator[str]:
    yield from (note.by for note in chapter.notes)
    yield from (note.reply[0] for note in chapter.notes if note.reply)
    yield from (act.by for aim in chapter.aims for act in aim.acts)
    yield from (visit.by for visit in chapter.visits)
    yield from (paper.by for paper in chapter.papers)


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _lines(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _lines(item)
