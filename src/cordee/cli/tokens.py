"""`cordee token`: bearer tokens for the FHIR API, made for an account, listed and taken back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import App, Parameter

from cordee.cli.options import Data, settings
from cordee.kernel.settings import SettingError, Settings

if TYPE_CHECKING:
    from cordee.access import Gate

T = TypeVar("T")

DAYS_MAX = 365

token = App(name="token", help="Créer, lister et révoquer des jetons d’accès à l’API FHIR.")


@token.default
def create(
    *,
    account: Annotated[str, Parameter(help="L’identifiant du compte au nom duquel le jeton agit.")],
    days: Annotated[int, Parameter(help="La durée de validité, en jours.")] = 30,
    label: Annotated[str, Parameter(help="À quoi il sert, pour le reconnaître plus tard.")] = "cordee token",
    data: Data = None,
) -> None:
    """Create a token that acts as an account and print it, once: it is kept nowhere."""
    from cordee.cli.console import data as output
    from cordee.cli.console import say

    if not 1 <= days <= DAYS_MAX:
        raise SettingError(
            f"--days doit être un nombre entier de 1 à {DAYS_MAX} ; reçu : {days}.",
            f"--days takes a whole number from 1 to {DAYS_MAX}; got {days}.",
        )
    made = with_gate(settings(data=data), lambda gate: gate.create_token(account, label, days))
    output.print(made, markup=False)
    say(f"Valable {days} jours, au nom de {account}. Il ne sera plus montré : gardez-le en lieu sûr.")


@token.command(name="list", help="Lister les jetons qui ouvrent quelque chose.")
def list_(*, data: Data = None) -> None:
    """Print one line a token, columns parted by tabs: id, account, what it is for, scopes, end."""
    from cordee.kernel.clock import now

    for one in with_gate(settings(data=data), lambda gate: gate.applications.bearers.listed(now())):
        print(f"{one.id}\t{one.login}\t{one.label}\t{one.scopes}\t{one.expires_at:%Y-%m-%dT%H:%M:%SZ}")


@token.command(help="Révoquer un jeton, et tout ce que l’application avait reçu avec lui.")
def revoke(
    id_: Annotated[str, Parameter(help="L’identifiant donné par « cordee token list ».")],
    /,
    *,
    data: Data = None,
) -> int:
    """Take a token back; the exit code is 1 when there is none of that id."""
    from cordee.cli.console import say
    from cordee.kernel.clock import now

    found = settings(data=data)
    is_done = with_gate(found, lambda gate: gate.applications.bearers.revoke_named(id_, now()))
    say("Jeton révoqué : il n’ouvre plus rien." if is_done else "Aucun jeton de cet identifiant.")
    return 0 if is_done else 1


def with_gate(found: Settings, act: "Callable[[Gate], Awaitable[T]]") -> T:
    """Return what an act over the gate of the connected database returns."""
    from cordee.cli.connecting import connected, gate

    async def run(reached: Settings) -> T:
        async with gate(reached) as opened:
            return await act(opened)

    with connected(found) as reached:
        return asyncio.run(run(reached))
