"""`cordee migrate`: the database at the schema of this release."""

import asyncio

from cordee.cli.options import Data, settings


def migrate(*, data: Data = None) -> None:
    """Apply the migrations that are missing and list them."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import data as output
    from cordee.cli.console import say
    from cordee.store import migrate as apply

    with connected(settings(data=data)) as found:
        assert found.database_url is not None
        applied = asyncio.run(apply(found.database_url))
    for name in applied:
        output.print(name, markup=False)
    say(f"{len(applied)} migration(s) appliquée(s)." if applied else "La base est déjà au bon schéma.")
