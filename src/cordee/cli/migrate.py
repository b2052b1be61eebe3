"""`cordee migrate`: the database at the schema of this release."""

import asyncio
from typing import Annotated

import msgspec
from cyclopts import Parameter

from cordee.cli.options import Data, settings


def migrate(
    *,
    url: Annotated[
        str | None, Parameter(help="L’adresse de la base avec le compte propriétaire (CORDEE_MIGRATION_URL).")
    ] = None,
    data: Data = None,
) -> None:
    """Apply the migrations that are missing and list them."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import data as output
    from cordee.cli.console import say
    from cordee.store import migrate as apply

    chosen = settings(data=data)
    if url or chosen.owner_url:
        chosen = msgspec.structs.replace(chosen, database_url=url or chosen.owner_url)
    with connected(chosen) as found:
        assert found.database_url is not None
        applied = asyncio.run(apply(found.database_url))
    for name in applied:
        output.print(name, markup=False)
    say(f"{len(applied)} migration(s) appliquée(s)." if applied else "La base est déjà au bon schéma.")
