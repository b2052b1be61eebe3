"""What leaves the platform for a reader, by which channel and when. Pure: the instant and the zone are given."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cordee.access.notice_desk import Choice
from cordee.care.notices.kinds import Kind

MAIL, PUSH = "mail", "push"
CHANNELS = (MAIL, PUSH)
RHYTHMS = {
    "at-once": "Tout de suite",
    "hourly": "Une fois par heure au plus",
    "daily": "Une fois par jour, le matin",
}
MORNING_HOUR = 8
TOGETHER = timedelta(seconds=30)  # what happens at once leaves in one mail


def channels_of(kind: Kind, choice: Choice) -> tuple[str, ...]:
    """Return by which channels a kind leaves for a reader: as chosen, else as usual."""
    chosen = choice.channels.get(kind.code)
    return kind.usual_channels if chosen is None else tuple(one for one in CHANNELS if one in chosen)


def due_at(kind: Kind, channel: str, choice: Choice, at: datetime, zone: ZoneInfo) -> datetime:
    """Return when a notice may leave: a push at once, an urgent mail too, others at the reader's rhythm.

    Nothing leaves in the reader's quiet hours, urgent or not: who is off duty is off duty, and an alert climbs to
    somebody else.
    """
    moment = at
    if channel == MAIL:
        rhythm = "at-once" if kind.is_urgent else choice.rhythm
        moment = _next(rhythm, at.astimezone(zone))
    return _after_quiet(moment.astimezone(zone), choice)


def _next(rhythm: str, local: datetime) -> datetime:
    if rhythm == "at-once":
        return local + TOGETHER
    top = local.replace(minute=0, second=0, microsecond=0)
    if rhythm == "hourly":
        return top + timedelta(hours=1)
    morning = top.replace(hour=MORNING_HOUR)
    return morning if local < morning else morning + timedelta(days=1)


def _after_quiet(local: datetime, choice: Choice) -> datetime:
    start, end = choice.quiet_from, choice.quiet_until
    if start is None or end is None or start == end:
        return local
    hour = local.hour
    is_quiet = start <= hour < end if start < end else hour >= start or hour < end
    if not is_quiet:
        return local
    until = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return until if until > local else until + timedelta(days=1)
