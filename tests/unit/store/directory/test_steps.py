"""In which steps candidates are gathered: what comes first, and that no entry is in two steps or in none."""

import pytest

from cordee.store.directory.steps import (
    ANY,
    NEAREST,
    OTHERS,
    RING,
    RING_FIRST,
    SAMPLE,
    Asked,
    Group,
    steps_of,
)

HERE = {"71014": 0.0, "71076": 0.0}
AWAY = {f"71{number:03}": float(number % 90) for number in range(100)}
MARTIN = Group(["'martin'"], ["martin"])
PARTS = Group(["'mart':*"])


def _ways(asked: Asked) -> list[tuple[str, bool]]:
    return [(step.way, step.is_near) for step in steps_of(asked)]


def test_nothing_asked_has_no_step_and_a_place_alone_has() -> None:
    assert steps_of(Asked(communes=HERE)) == []
    assert [step.query for step in steps_of(Asked(communes=HERE, only_near=True))] == ["('=dep:71')"]
    assert steps_of(Asked(groups=[MARTIN], only_near=True)) == []


def test_names_come_first_then_near_then_a_sample_then_the_others() -> None:
    asked = Asked(groups=[MARTIN], facets=[["=kind:offer"]], communes=HERE)
    assert [(step.query, step.without) for step in steps_of(asked)] == [
        ("(('~martin')) & ('=kind:offer') & ('=dep:71')", None),
        ("(('~martin')) & ('=kind:offer')", None),
        ("('martin') & ('=kind:offer') & ('=dep:71')", "('~martin')"),
        ("('martin') & ('=kind:offer')", "('~martin')"),
        ("('martin') & ('=kind:offer')", "('~martin')"),
    ]
    assert _ways(asked) == [(NEAREST, True), (ANY, False), (ANY, True), (SAMPLE, False), (OTHERS, False)]


def test_a_name_of_several_words_meets_each_of_the_others() -> None:
    first = steps_of(Asked(groups=[MARTIN, PARTS, Group(["'paul'"], ["paul"])]))[0]
    assert first.query == "(('~martin') & ('mart':*) & ('paul') | ('~paul') & ('martin') & ('mart':*))"


def test_what_is_no_whole_word_has_no_step_of_names_and_by_distance_none_either() -> None:
    assert _ways(Asked(groups=[PARTS])) == [(SAMPLE, False), (OTHERS, False)]
    assert _ways(Asked(groups=[MARTIN], communes=HERE, by_distance=True))[0] == (ANY, True)


@pytest.mark.parametrize(
    ("group", "number"), [(MARTIN, 1 + -(-(len(AWAY) - RING_FIRST) // RING)), (PARTS, 1)]
)
def test_near_is_read_in_rings_unless_each_would_gather_beginnings_anew(group: Group, number: int) -> None:
    steps = steps_of(Asked(groups=[group], communes=AWAY, only_near=True, by_distance=True))
    assert {(step.way, step.is_near) for step in steps} == {(NEAREST, True)}
    assert len(steps) == number
    if number > 1:
        named = [code for step in steps for code in AWAY if f"=in:{code}'" in step.query]
        assert sorted(named) == sorted(AWAY)
        assert "=in:71000'" in steps[0].query
