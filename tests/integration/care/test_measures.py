"""Measures: within what a person can show, as series with their zone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cordee.care.chart import open_chart
from cordee.care.errors import ImplausibleMeasureError, UnlikelyMomentError
from cordee.care.measure_writing import Entry, add_measures, withdraw_measures
from cordee.care.measures import SHELVES, Series, say, series_of
from cordee.kernel.clock import now
from cordee.kernel.ids import new_id
from cordee.store import Repository
from tests.integration.care.village import GP, JEANNE, NURSE, door


async def series(store: Repository) -> list[Series]:
    """Return the series the GP sees."""
    return series_of(await open_chart(door(store, GP), JEANNE, SHELVES))


async def test_pressure_and_pulse_of_one_form_are_two_series(store: Repository) -> None:
    entries = [
        Entry(key="tension", value=Decimal(152), second=Decimal(84)),
        Entry(key="pouls", value=Decimal(78)),
    ]
    await add_measures(door(store, NURSE), JEANNE, entries, at=now(), form_id=new_id())

    found = {one.kind.key: one for one in await series(store)}
    assert set(found) == {"tension", "pouls"}
    latest = found["tension"].latest
    assert say(found["tension"].kind, latest.value, latest.second) == "152/84\u00a0mmHg"
    assert latest.by is not None
    assert latest.by.name == "Nadia Idrissi"


async def test_weight_keeps_its_decimals(store: Repository) -> None:
    entry = Entry(key="poids", value=Decimal("62.40"))
    await add_measures(door(store, NURSE), JEANNE, [entry], at=now(), form_id=new_id())

    (found,) = await series(store)
    assert str(found.latest.value) == "62.40"
    assert say(found.kind, found.latest.value) == "62,4\u00a0kg"


@pytest.mark.parametrize(
    ("key", "value", "second"),
    [
        ("tension", 80, 135),
        ("tension", 500, 80),
        ("tension", 120, None),
        ("poids", 624, None),
        ("temperature", 12, None),
    ],
)
async def test_impossible_value_is_refused_and_nothing_stored(
    store: Repository, key: str, value: int, second: int | None
) -> None:
    entry = Entry(key=key, value=Decimal(value), second=None if second is None else Decimal(second))
    with pytest.raises(ImplausibleMeasureError):
        await add_measures(door(store, NURSE), JEANNE, [entry], at=now(), form_id=new_id())
    assert await series(store) == []


async def test_measure_of_tomorrow_is_refused(store: Repository) -> None:
    entry = Entry(key="pouls", value=Decimal(70))
    with pytest.raises(UnlikelyMomentError):
        await add_measures(
            door(store, NURSE), JEANNE, [entry], at=now() + timedelta(days=1), form_id=new_id()
        )


async def test_measure_taken_back_leaves_the_curve(store: Repository) -> None:
    form_id = new_id()
    entry = Entry(key="pouls", value=Decimal(70))
    await add_measures(door(store, NURSE), JEANNE, [entry], at=now(), form_id=form_id)

    await withdraw_measures(door(store, NURSE), JEANNE, form_id)
    assert await series(store) == []
