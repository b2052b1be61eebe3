"""Checks that the alert rules of a pack name measures, levels and people that exist."""

from collections.abc import Collection

from cordee.care.alerts.rules import LEVELS, STEPS
from cordee.care.measure_kinds import KINDS
from cordee.territories.document import Mapping, Scalar, Sequence
from cordee.territories.findings import Findings, did_you_mean


def check_alerts(root: Mapping, findings: Findings) -> None:
    """Note in `findings` each measure, level or person the rules name and nothing knows."""
    alerts = root.values.get("alerts")
    if not isinstance(alerts, Mapping):
        return
    for name in ("above", "below"):
        for i, threshold in alerts.mappings(name):
            _known(threshold.text("measure"), KINDS, f"alerts.{name}[{i}].measure", findings)
            _known(threshold.text("level"), LEVELS, f"alerts.{name}[{i}].level", findings)
    steps = alerts.values.get("climbs_to")
    if isinstance(steps, Sequence):
        for i, step in enumerate(steps.items):
            _known(step if isinstance(step, Scalar) else None, STEPS, f"alerts.climbs_to[{i}]", findings)


def _known(written: Scalar | None, known: Collection[str], path: str, findings: Findings) -> None:
    if written is None or written.text in known:
        return
    findings.add(
        written.line,
        path,
        (f"« {written.text} » n’est pas connu ici.", f"“{written.text}” is not known here."),
        did_you_mean(written.text, tuple(known)),
    )
