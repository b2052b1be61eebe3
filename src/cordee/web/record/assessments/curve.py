"""The scores of one grid over time, as the data their curve is drawn from."""

import json
from decimal import Decimal

from cordee.care.assessments.history import Followed

POINTS_MAX = 200


def curve_of(one: Followed) -> str:
    """Return the JSON a `data-chart` figure draws; nothing when no score was computed twice."""
    score = one.grid.scores[0] if one.grid.scores else None
    if score is None:
        return ""
    points = [
        [each.at.isoformat(), float(result.value)]
        for each in reversed(one.signed[:POINTS_MAX])
        for result in each.results
        if each.at is not None and result.link_id == score.link_id
    ]
    if len(points) < 2:
        return ""
    data: dict[str, object] = {
        "unit": score.unit,
        "decimals": 0 if score.type == "integer" else 2,
        "series": [{"name": score.text, "points": points}],
    }
    if score.lowest is not None and score.highest is not None:
        data["span"] = [float(Decimal(str(score.lowest))), float(Decimal(str(score.highest)))]
    return json.dumps(data)


def sentence_of(one: Followed) -> str:
    """Return the curve in one sentence, for who cannot see it."""
    results = [each.result for each in one.signed if each.result is not None]
    if not results:
        return ""
    return f"{one.grid.title} : {len(results)} évaluations, de {results[-1].said} à {results[0].said}."
