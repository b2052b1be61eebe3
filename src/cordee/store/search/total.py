"""`_total`: how many resources match and may be seen by the asker; an estimate stops counting at a bound."""

from cordee.store.search.source import Plan

ESTIMATE_MAX = 10_000  # matches an estimate counts; more are told as this many


def total(plan: Plan, how: str) -> str:
    """Return the query of the total over all pages."""
    found = " UNION ALL ".join(f"({source.whole})" for source in plan.sources)
    if how == "estimate":
        return f"SELECT count(*) FROM (SELECT 1 FROM ({found}) x LIMIT {ESTIMATE_MAX}) x"
    return f"SELECT count(*) FROM ({found}) x"
