"""A figure, the table of them, and the file that keeps them."""

import statistics
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

FOLDER = Path(__file__).resolve().parents[1] / "build" / "bench"


class Figure(msgspec.Struct, kw_only=True):
    """One measured value beside its limit, both in `unit`.

    `value` and `limit` are medians over the rounds, `ratio` the median of value / limit round by round, and `spread`
    how far the rounds lie apart: (highest ratio - lowest ratio) / median. `expected` is the floor (or, with
    `is_ceiling`, the ceiling) the ratio is held to; None when nothing is promised.
    """

    name: str
    value: float
    unit: str
    limit: float | None
    ratio: float | None
    spread: float
    dataset: str
    expected: float | None = None
    is_ceiling: bool = False

    @property
    def is_met(self) -> bool | None:
        """Return whether the ratio is what was expected, None when nothing was."""
        if self.expected is None or self.ratio is None:
            return None
        return self.ratio <= self.expected if self.is_ceiling else self.ratio >= self.expected


def compared(
    name: str,
    values: Sequence[float],
    limits: Sequence[float],
    *,
    unit: str,
    dataset: str,
    expected: float | None = None,
) -> Figure:
    """Return the figure of rounds measured in turn: ours, the limit, ours, the limit…"""
    ratios = [value / limit for value, limit in zip(values, limits, strict=True)]
    return Figure(
        name=name,
        value=round(statistics.median(values), 2),
        unit=unit,
        limit=round(statistics.median(limits), 2),
        ratio=round(statistics.median(ratios), 4),
        spread=spread(ratios),
        dataset=dataset,
        expected=expected,
    )


def once(
    name: str,
    value: float,
    limit: float,
    *,
    unit: str,
    dataset: str,
    expected: float | None = None,
    is_ceiling: bool = False,
) -> Figure:
    """Return the figure of something measured once: it has no spread."""
    return Figure(
        name=name,
        value=round(value, 1),
        unit=unit,
        limit=round(limit, 1),
        ratio=round(value / limit, 3),
        spread=0.0,
        dataset=dataset,
        expected=expected,
        is_ceiling=is_ceiling,
    )


def plain(name: str, values: Sequence[float], *, unit: str, dataset: str) -> Figure:
    """Return the figure of rounds that have no limit to stand beside."""
    value = round(statistics.median(values), 2)
    return Figure(
        name=name, value=value, unit=unit, limit=None, ratio=None, spread=spread(values), dataset=dataset
    )


def spread(values: Sequence[float]) -> float:
    """Return (highest - lowest) / median."""
    middle = statistics.median(values)
    return round((max(values) - min(values)) / middle, 3) if middle else 0.0


def report(name: str, machine: str, figures: list[Figure]) -> None:
    """Print the table and write `build/bench/NAME.json`."""
    rows = [
        {
            key: getattr(figure, key)
            for key in ("name", "value", "unit", "limit", "ratio", "spread", "dataset")
        }
        | {"machine": machine}
        for figure in figures
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
    console = Console(width=None if Console().is_terminal else 160)
    console.print(f"\n[bold]{name}[/] — {machine}")
    for dataset in dict.fromkeys(figure.dataset for figure in figures):
        console.print(f"dataset: {dataset}")
    console.print(_table(figures))
    console.print(f"written to {path.relative_to(FOLDER.parents[1])}\n", highlight=False)


def _table(figures: list[Figure]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("what")
    for heading in ("median", "limit", "ratio", "spread", "expected", "met"):
        table.add_column(heading, justify="right")
    for figure in figures:
        sign = "≤" if figure.is_ceiling else "≥"
        table.add_row(
            figure.name,
            f"{_number(figure.value)} {figure.unit}",
            "" if figure.limit is None else _number(figure.limit),
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            f"{figure.spread:.0%}",
            "" if figure.expected is None else f"{sign} {figure.expected:g}",
            {True: "yes", False: "NO", None: ""}[figure.is_met],
        )
    return table


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
