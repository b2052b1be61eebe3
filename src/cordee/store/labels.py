"""Which profiles, tags and security labels are in use among what an asker may see."""

from collections.abc import Sequence

from cordee.fhir.search import parameters_of
from cordee.kernel.clock import now
from cordee.store.asker import Asker
from cordee.store.categories import DIRECTORY_TYPES
from cordee.store.database import Database
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.tracing import Tracer

LABELS_MAX = 1000
KINDS = ("_profile", "_security", "_tag")

Label = tuple[str, str, str]
"""Which of `KINDS`, system (empty for a profile), code or address."""


class Labels:
    """Reads labels from the search index: no resource is opened."""

    def __init__(self, database: Database, tracer: Tracer) -> None:
        self._database = database
        self._tracer = tracer

    async def labels(self, asker: Asker, types: Sequence[str]) -> list[Label]:
        """Return each label once, at most `LABELS_MAX`, of the resources of these types the asker may see."""
        kinds = {
            number: kind
            for type_ in types
            for kind in KINDS
            if (parameter := parameters_of(type_).get(kind)) is not None
            for number in parameter.numbers
        }
        values = predicate_values(asker, now()) | {
            "types": list(types),
            "shared_types": [type_ for type_ in types if type_ in DIRECTORY_TYPES],
            "params": list(kinds),
            "limit": LABELS_MAX,
        }
        text = statement("labels").replace("{visible}", visible(asker))
        async with self._database.connection(asker) as connection:
            rows = await (await connection.execute(text.encode(), values)).fetchall()
        only_type = types[0] if len(types) == 1 else ""
        await self._tracer.write(asker, "labels", type_=only_type, count=len(rows))
        return [(kinds[param], system, code) for param, system, code in rows]
