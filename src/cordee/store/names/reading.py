"""Reading names: those of the directory as everybody does, those of records as far as the asker may see them."""

from collections.abc import Iterable
from typing import Any

from cordee.fhir import decode
from cordee.kernel.clock import now
from cordee.store.arrays import array
from cordee.store.asker import Asker
from cordee.store.database import Database
from cordee.store.names.named import Named, NamesKnown, named_by
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values, visible

_ASKED = """SELECT r.type, r.id, r.content
    FROM (SELECT * FROM unnest(%(types)s::text::text[], %(ids)s::text::text[]) w (type, id) OFFSET 0) w
    JOIN resource r ON r.type = w.type AND r.id = w.id WHERE NOT r.deleted AND {visible}"""


async def read_names(database: Database, asker: Asker, wanted: Iterable[str]) -> NamesKnown:
    """Return the names of those of `wanted` the asker may see.

    A role without a name of its own goes by that of its practitioner. It leaves no line in the trace: a name goes into
    what is written in the same record, which leaves one.
    Cost: one statement; two where a role has no name of its own.
    """
    found = await _contents(database, asker, wanted)
    known = {name: named_by(one, name.partition("/")[0]) for name, one in found.items()}
    nameless = {
        name: one.practitioner.reference
        for name, one in found.items()
        if name.startswith("PractitionerRole/") and not known[name].forms and one.practitioner is not None
    }
    practitioners = {one for one in nameless.values() if one and one.startswith("Practitioner/")}
    if practitioners:
        people = await _contents(database, asker, practitioners)
        for name, practitioner in nameless.items():
            if practitioner in people:
                known[name] = Named(named_by(people[practitioner], "Practitioner").forms)
    return known


async def _contents(database: Database, asker: Asker, wanted: Iterable[str]) -> dict[str, Any]:
    pairs = [one.split("/") for one in sorted(wanted)]
    values = predicate_values(asker, now()) | {
        "types": array([type_ for type_, _ in pairs]),
        "ids": array([id_ for _, id_ in pairs]),
    }
    async with database.connection(asker) as connection:
        rows = await fetch(connection, _ASKED.replace("{visible}", visible(asker)), values)
    return {f"{type_}/{id_}": decode(content, type_) for type_, id_, content in rows}
