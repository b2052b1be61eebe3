"""The first wall taken down, to see what the second one holds alone."""

import pytest

from cordee.store import history, my_records, predicate
from cordee.store.search import source

_EVERY_RECORD = """
    SELECT c.patient_id, -1 AS mask, -1 AS writes, -1 AS standing, false AS is_refused_in_part
    FROM circle c WHERE true{named} GROUP BY c.patient_id"""


def take_down_first_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every fragment of the Python predicate say yes: what is read is then what PostgreSQL alone lets through.

    The fragments are replaced where statements are made of them, so that every statement keeps its shape. Writes keep
    theirs: the second wall is about reading.
    """
    predicate._visible.cache_clear()
    monkeypatch.setattr(predicate, "_visible", lambda _type_name, _row: "true")
    monkeypatch.setattr(predicate, "_narrowed", lambda _asker, _row: "true")
    monkeypatch.setattr(my_records, "_MY_RECORDS", _EVERY_RECORD)
    monkeypatch.setattr(my_records, "_IN_MY_RECORD", "true")
    monkeypatch.setattr(source, "MY_MEMBERSHIPS", "SELECT 1 FROM circle c")
    monkeypatch.setattr(history, "_MINE", "(SELECT DISTINCT c.patient_id FROM circle c) p")
