"""`cordee worker`: the background jobs."""

import asyncio

from cordee.cli.options import Data, settings


def worker(*, data: Data = None) -> None:
    """Run background jobs until TERM or Ctrl-C, on the same database as the server."""
    from cordee.cli.connecting import connected, ensure_role
    from cordee.jobs import run
    from cordee.kernel.log import configure_logging

    configure_logging()
    with connected(settings(data=data)) as found:
        assert found.database_url is not None
        ensure_role(found.database_url)
        asyncio.run(run(found))
