"""Random interleavings of writers: every history stays contiguous, and nobody's conditional change is lost."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordee.kernel.errors import CordeeError
from cordee.kernel.ids import new_id
from cordee.store import Repository, Transaction
from tests.integration.store.people import GP, NURSE, asker, weight

_ACTS = st.sampled_from(["put", "update", "update-if-match", "delete", "delete-if-match", "patch", "create"])
_WRITERS = st.lists(st.lists(_ACTS, min_size=1, max_size=4), min_size=2, max_size=5)


def _weight(id_: str, mark: str) -> Any:
    made = weight()
    made.id, made.effectiveDateTime = id_, None
    made.code.text = mark
    return made


async def _act(repository: Repository, act: str, id_: str, mark: str) -> str | None:
    """Do one thing as a client would; return the mark when it was acknowledged as stored."""
    who = asker(GP)
    match act:
        case "patch":

            async def patch(transaction: Transaction, _inside: Repository) -> bool:
                current = await transaction.current("Observation", id_)
                if current is None or current.deleted:
                    return False
                changed = current.resource
                changed.code.text = f"{changed.code.text}+{mark}"
                unit = transaction.unit()
                unit.put(changed, expected_version=current.version)
                await transaction.flush(unit)
                return True

            return f"+{mark}" if await repository.transact(who, patch) else None
        case "update-if-match" | "delete-if-match":
            version = (await repository.read(who, "Observation", id_)).version
            async with repository.writing(who) as unit:
                if act == "delete-if-match":
                    unit.delete("Observation", id_, expected_version=version)
                else:
                    unit.update(_weight(id_, f"after {version} {mark}"), expected_version=version)
            return None if act == "delete-if-match" else f"after {version} {mark}"
        case "delete":
            async with repository.writing(asker(NURSE)) as unit:
                unit.delete("Observation", id_, may_be_absent=True)
            return None
        case _:
            async with repository.writing(asker(NURSE)) as unit:
                getattr(unit, act)(_weight(id_, mark))
            return mark


async def _writer(repository: Repository, acts: list[str], id_: str, name: int) -> list[str]:
    stored = []
    for number, act in enumerate(acts):
        try:
            mark = await _act(repository, act, id_, f"{name}.{number};")
        except CordeeError:
            continue
        if mark is not None:
            stored.append(mark)
    return stored


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_WRITERS)
async def test_interleaved_writers_leave_a_linear_history(
    repository: Repository, writers: list[list[str]]
) -> None:
    id_ = new_id()
    acknowledged = await asyncio.gather(
        *(_writer(repository, acts, id_, name) for name, acts in enumerate(writers))
    )

    try:
        page = await repository.history(asker(GP), "Observation", id_, 200)
    except CordeeError:
        assert not any(acknowledged)
        return
    rows = list(reversed(page.rows))
    assert [row.version for row in rows] == list(range(1, len(rows) + 1))
    assert [row.updated_at for row in rows] == sorted(row.updated_at for row in rows)
    texts = ["" if row.deleted else row.resource.code.text for row in rows]
    assert all(any(mark in text for text in texts) for marks in acknowledged for mark in marks)
    for row, text in zip(rows, texts, strict=True):
        if text.startswith("after ") and "+" not in text:
            assert row.version == int(text.split()[1]) + 1, "written over a version it had not seen"
