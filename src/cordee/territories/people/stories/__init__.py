"""The stories people live, one theme a file: data to be read, corrected and added to by those who know the field."""

from cordee.territories.model import Territory
from cordee.territories.people.stories import (
    cancer,
    diabetes_heart,
    disability,
    frailty,
    palliative,
    perinatal,
    precarity,
    respiratory,
    stroke,
)
from cordee.territories.people.stories.first_record import FIRST_STORY
from cordee.territories.people.story import Story

__all__ = ["FIRST_STORY", "STORIES", "stories_of"]

STORIES: tuple[Story, ...] = (
    diabetes_heart.STORY,
    stroke.STORY,
    cancer.STORY,
    frailty.STORY,
    respiratory.STORY,
    disability.STORY,
    precarity.STORY,
    palliative.STORY,
    perinatal.STORY,
)


def stories_of(territory: Territory) -> tuple[Story, ...]:
    """Return the stories whose theme the territory has; all of them when it has none of these themes."""
    themes = {theme.code for theme in territory.themes}
    return tuple(story for story in STORIES if story.theme in themes) or STORIES
