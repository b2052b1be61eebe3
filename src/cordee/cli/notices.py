"""`cordee notices`: how what leaves the platform stands, by channel; nothing of whose it is."""

import asyncio

from cordee.cli.options import Data, settings


def notices(*, data: Data = None) -> None:
    """Print one line a channel and state, columns parted by tabs: how many, since when, the last refusal."""
    from cordee.access.notice_desk import Tally
    from cordee.cli.connecting import connected, gate

    async def run() -> list[Tally]:
        async with gate(found) as opened:
            return await opened.notices.tally()

    with connected(settings(data=data)) as found:
        for one in asyncio.run(run()):
            print(
                f"{one.channel}\t{one.state}\t{one.count}\t{one.oldest:%Y-%m-%dT%H:%M:%SZ}\t{one.last_error}"
            )
