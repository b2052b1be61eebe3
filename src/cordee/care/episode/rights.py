"""Who decides of the life of a record."""

from cordee.access import Actor
from cordee.care.chart import Chart
from cordee.care.circle_rights import is_coordination
from cordee.care.episode_current import episode_of
from cordee.kernel.errors import ForbiddenError
from cordee.store import categories as cat


def may_govern(chart: Chart, actor: Actor) -> bool:
    """Return whether somebody may open, suspend, close or reopen a record, and name its referent, themes and criteria.

    - the coordination staff of the structure that manages the circle;
    - the referent of the record, wherever they work; of a closed record, its last one: closing is undone by who closed.
    """
    if not actor.is_professional or not actor.may_write(cat.CIRCLE) or chart.team is None:
        return False
    episode = episode_of(chart)
    manager = episode.careManager if episode is not None else None
    is_last = manager is not None and bool(manager.reference) and manager.reference == actor.who
    return is_last or is_coordination(chart, actor)


def ensure_may_govern(chart: Chart, actor: Actor) -> None:
    """Raise ForbiddenError unless `may_govern`."""
    if not may_govern(chart, actor):
        raise ForbiddenError
