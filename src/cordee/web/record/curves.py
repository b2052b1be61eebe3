"""A series of measures as the data its curve is drawn from; the table beside it says the same in words."""

import json
from datetime import datetime, timedelta

from cordee.care.measures import Series, plain, say

POINTS_MAX = 400


def curve(series: Series, days: int, at: datetime) -> str:
    """Return the JSON a `data-chart` figure draws: the last days, at most 400 points, with the target zone."""
    since = at - timedelta(days=days)
    points = [point for point in series.points if point.at >= since] or list(series.points)
    points = points[-POINTS_MAX:]
    names = (
        ("Systolique", "Diastolique")
        if any(point.second is not None for point in points)
        else (series.kind.label,)
    )
    lines = [{"name": names[0], "points": [[point.at.isoformat(), float(point.value)] for point in points]}]
    if len(names) > 1:
        second = [[point.at.isoformat(), float(point.second)] for point in points if point.second is not None]
        lines.append({"name": names[1], "points": second})
    data: dict[str, object] = {"unit": series.kind.unit, "decimals": series.kind.decimals, "series": lines}
    if series.zone is not None and series.zone.low is not None and series.zone.high is not None:
        data["band"] = [float(series.zone.low), float(series.zone.high)]
    return json.dumps(data)


def zone_words(series: Series) -> str:
    """Return `zone cible 61–63 kg`, or nothing."""
    if series.zone is None:
        return ""
    low, high = (
        None if one is None else plain(one, series.kind.decimals)
        for one in (series.zone.low, series.zone.high)
    )
    if low is not None and high is not None:
        return f"zone cible {low}–{high} {series.kind.unit}"
    return (
        f"cible : moins de {high} {series.kind.unit}"
        if high is not None
        else f"cible : plus de {low} {series.kind.unit}"
    )


def sentence(series: Series) -> str:
    """Return the curve in one sentence, for who cannot see it."""
    latest, first = series.latest, series.points[0]
    said = say(series.kind, latest.value, latest.second)
    before = say(series.kind, first.value, first.second)
    return f"{series.kind.label} : {len(series.points)} mesures, de {before} à {said}."
