"""`cordee subscriptions`: how subscriptions stand, what was given up, and having it delivered after all."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import App, Parameter

from cordee.cli.options import Data, settings

if TYPE_CHECKING:
    from cordee.access import Subscribers

T = TypeVar("T")

subscriptions = App(name="subscriptions", help="Suivre les abonnements et leurs envois.")
Id = Annotated[str | None, Parameter(help="L’identifiant d’un abonnement ; tous sans lui.")]


@subscriptions.command(name="list", help="Lister les abonnements, ceux qui échouent d’abord.")
def list_(*, data: Data = None) -> None:
    """Print one line a subscription, columns parted by tabs."""
    for one in _with(data, lambda found: found.dead.standings()):
        counts = f"{one.sent}\t{one.waiting}\t{one.withheld}\t{one.dead}"
        print(f"{one.id}\t{one.status}\t{one.channel}\t{one.account_id}\t{counts}\t{one.error}")


@subscriptions.command(help="Lister ce qui n’a pas pu être remis, et pourquoi.")
def dead(id_: Id = None, /, *, data: Data = None) -> None:
    """Print one line an event given up, newest first, columns parted by tabs."""
    for one in _with(data, lambda found: found.dead.letters(id_)):
        print(
            f"{one.subscription_id}\t{one.number}\t{one.reference}\t{one.version}\t{one.died_at:%Y-%m-%dT%H:%M:%SZ}"
            f"\t{one.reason}"
        )


@subscriptions.command(help="Remettre dans la file ce qui n’a pas pu être remis à un abonnement.")
def replay(
    id_: Annotated[str, Parameter(help="L’identifiant de l’abonnement.")], /, *, data: Data = None
) -> int:
    """Put what was given up back in the queue; the exit code is 1 when there was nothing, or it is not active."""
    from cordee.cli.console import say

    count = _with(data, lambda found: found.dead.replay(id_))
    say(
        f"{count} envoi(s) remis dans la file."
        if count
        else "Rien à remettre : l’abonnement n’est pas actif, ou rien n’a été abandonné."
    )
    return 0 if count else 1


def _with(data: Data, act: "Callable[[Subscribers], Awaitable[T]]") -> T:
    from cordee.cli.connecting import connected, gate

    async def run() -> T:
        async with gate(found) as opened:
            return await act(opened.subscribers)

    with connected(settings(data=data)) as found:
        return asyncio.run(run())
