"""`cordee token`: a bearer token for the FHIR API."""

import asyncio
from typing import Annotated

from cyclopts import Parameter

from cordee.cli.options import Data, settings
from cordee.kernel.settings import SettingError, Settings

DAYS_MAX = 365


def token(
    *,
    account: Annotated[str, Parameter(help="L’identifiant du compte au nom duquel le jeton agit.")],
    days: Annotated[int, Parameter(help="La durée de validité, en jours.")] = 30,
    label: Annotated[str, Parameter(help="À quoi il sert, pour le reconnaître plus tard.")] = "cordee token",
    data: Data = None,
) -> None:
    """Create a token that acts as an account and print it, once: it is kept nowhere."""
    from cordee.cli.connecting import connected
    from cordee.cli.console import data as output
    from cordee.cli.console import say

    if not 1 <= days <= DAYS_MAX:
        raise SettingError(
            f"--days doit être un nombre entier de 1 à {DAYS_MAX} ; reçu : {days}.",
            f"--days takes a whole number from 1 to {DAYS_MAX}; got {days}.",
        )
    with connected(settings(data=data)) as found:
        made = asyncio.run(_create(found, account, label, days))
    output.print(made, markup=False)
    say(f"Valable {days} jours, au nom de {account}. Il ne sera plus montré : gardez-le en lieu sûr.")


async def _create(found: Settings, account: str, label: str, days: int) -> str:
    from cordee.cli.connecting import gate

    async with gate(found) as opened:
        return await opened.create_token(account, label, days)
