"""What says that it came of an entry carries that entry's labels, whoever writes it and however. ADR 0045.

Pages copy the labels of what they make something of; a program may not, and whoever changes it later may take them off.
Only entries of the same record that the writer sees count: naming others tells nothing of them. Of an entry that was
named before, what was not taken over then is not now: a later change of something else is no act on labels. While one
named before is not to be seen, or not there, what names it keeps the labels it has: one like the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cordee.fhir import decode
from cordee.kernel.clock import now
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.came_of import came_of, joined_to
from cordee.store.columns import patient_of
from cordee.store.current import Current
from cordee.store.database import Connection
from cordee.store.narrowing import NARROWER, label, labels_with
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values, visible
from cordee.store.staged import Staged
from cordee.store.visibility import ALL_LABELS
from cordee.store.wall import shown_within

# Held until the end: who is narrowing one of them meanwhile is waited for, and waits for what comes of it.
_SOURCES = """SELECT r.type || '/' || r.id, r.patient_id, r.content, {visible}
    FROM (SELECT * FROM unnest(%(types)s::text::text[], %(ids)s::text::text[]) w (type, id) OFFSET 0) w
    JOIN resource r ON r.type = w.type AND r.id = w.id
    WHERE NOT r.deleted AND r.patient_id IS NOT NULL ORDER BY r.type, r.id FOR SHARE OF r"""


def comes_of_something(one: Staged) -> bool:
    """Return whether what is staged says that it came of another entry, or joins files under labels of its own."""
    if one.resource is None:
        return False
    return bool(came_of(one.resource, one.type)) or (
        bool(joined_to(one.resource, one.type)) and bool(labels_with(one.resource, ALL_LABELS))
    )


async def inherit_labels(
    connection: Connection, asker: Asker, staged: Iterable[Staged], current: Mapping[tuple[str, str], Current]
) -> None:
    """Add to what is staged the labels of what it came of; what the platform writes is left as it is.

    Cost: nothing unless something came of another entry; else one statement for all.
    """
    if asker.is_system:
        return
    written = [one for one in staged if one.resource is not None]
    coming = [(one, names) for one in written if (names := came_of(one.resource, one.type))]
    if not coming:
        return
    here = {f"{one.type}/{one.id}": one.resource for one in written}
    wanted = {name for _, names in coming for name in names} - set(here)
    known = await _sources(connection, asker, wanted)
    for one, names in coming:
        record = patient_of(one.resource, one.type)
        row = current.get((one.type, one.id))
        before = _before(row)
        stood = came_of(before, one.type) if before is not None else set()
        for name in sorted(names):
            source, bits = here.get(name), ALL_LABELS
            if row is not None and name in stood:
                bits = row.hidden_from
            if source is None:
                patient_id, content, is_visible = known.get(name, ("", b"", False))
                if is_visible and patient_id == record:
                    source = decode(content, name.partition("/")[0])
                elif not is_visible and name in stood:
                    source = before
            if source is not None:
                labels = labels_with(source, bits)
                for each in (one.resource, *_files(one, here)):
                    label(each, labels)


def _files(one: Staged, here: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the files joined to what is staged that are staged with it."""
    return (here[name] for name in joined_to(one.resource, one.type) if name in here)


async def _sources(
    connection: Connection, asker: Asker, wanted: set[str]
) -> dict[str, tuple[str, bytes, bool]]:
    if not wanted:
        return {}
    pairs = [one.split("/") for one in sorted(wanted)]
    values = predicate_values(asker, now()) | {
        "types": array([type_ for type_, _ in pairs]),
        "ids": array([id_ for _, id_ in pairs]),
    }
    async with shown_within(connection, NARROWER):
        rows = await fetch(connection, _SOURCES.replace("{visible}", visible(asker)), values)
    return {name: (patient_id, content, is_visible) for name, patient_id, content, is_visible in rows}


def _before(row: Current | None) -> Any:
    return None if row is None or row.deleted or row.content is None else decode(row.content, row.type)
