"""`cordee trace`: whether the trace is whole, its seals, its term, and taking it out."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import App, Parameter

from cordee.cli.options import Data, settings

if TYPE_CHECKING:
    from cordee.access.trace import TraceKeeper, TraceState
    from cordee.store.trace.books import Check
    from cordee.store.trace.verifying import Verified

T = TypeVar("T")
NAMED_MAX = 200  # findings printed

trace = App(name="trace", help="Vérifier, sceller, exporter les traces d’accès.")
Day = Annotated[str | None, Parameter(help="Un jour, AAAA-MM-JJ (UTC).")]


@trace.command(help="Tout recalculer : chaîne, lignes, scellés. Code 1 si quelque chose a été touché.")
def verify(*, data: Data = None) -> int:
    """Compute everything again and print what is amiss, a line each; the exit code is 1 when something is."""
    from cordee.cli.progress import shown

    with shown("Lignes vérifiées") as told:
        found = _with(data, lambda keeper: keeper.verify(told))
    return _tell(found)


@trace.command(help="Relier les traces et sceller la chaîne maintenant.")
def seal(*, data: Data = None) -> None:
    """Seal the head of the chain and print the line written."""
    from cordee.cli.console import say

    made = _with(data, lambda keeper: keeper.seal())
    if made is None:
        say("Rien à sceller : le dernier scellé couvre déjà toute la chaîne.")
    else:
        print(made.line)


@trace.command(help="Dire où en sont la chaîne, les scellés et la dernière vérification.")
def status(*, data: Data = None) -> None:
    """Print how the trace stands, a line each, name and value parted by a tab."""
    for name, value in _told(_with(data, lambda keeper: keeper.state())):
        print(f"{name}\t{value}")


@trace.command(
    help="Écrire les traces d’une période en CSV sur la sortie standard ; l’export est lui-même tracé."
)
def export(*, since: Day = None, until: Day = None, data: Data = None) -> None:
    """Print the lines of a period, newest first; the last month without one."""
    from cordee.cli.console import say
    from cordee.cli.trace_export import day, exported

    first, last = day(since), day(until)
    say(f"{_with(data, lambda keeper: exported(keeper, first, last))} ligne(s).")


@trace.command(
    help="Supprimer les traces arrivées au terme de leur conservation (CORDEE_TRACE_RETENTION_DAYS)."
)
def purge(
    *,
    days: Annotated[
        int | None, Parameter(help="Une autre durée de conservation, en jours ; 184 au moins.")
    ] = None,
    data: Data = None,
) -> None:
    """Remove what is older than its retention, whole sealed links only; the chain stays verified."""
    from cordee.cli.console import say

    say(f"{_with(data, lambda keeper: keeper.purge(days))} ligne(s) supprimée(s).")


def _tell(found: "Verified") -> int:
    from cordee.cli.console import say

    for one in found.findings[:NAMED_MAX]:
        print(one.words)
    if len(found.findings) > NAMED_MAX:
        print(f"… et {len(found.findings) - NAMED_MAX} autres")
    say(
        f"{found.rows} ligne(s) dans {found.links} maillon(s) vérifiées ; {found.purged} purgée(s) à leur terme."
    )
    if found.unlinked and found.unlinked_since is not None:
        from cordee.kernel.clock import now

        seconds = (now() - found.unlinked_since).total_seconds()
        say(
            f"{found.unlinked} ligne(s) pas encore reliée(s), la plus ancienne depuis {seconds:.0f} s : non couvertes."
        )
    say(
        f"{len(found.findings)} anomalie(s)."
        if found.findings
        else "Rien n’a été retiré, modifié ni déplacé."
    )
    return 1 if found.findings else 0


def _told(state: "TraceState") -> list[tuple[str, object]]:
    standing, last, check = state.standing, state.seal, state.check
    return [
        ("maillons", standing.links),
        ("lignes reliées", standing.rows),
        ("lignes pas encore reliées", standing.unlinked),
        ("lignes purgées", standing.purged),
        ("dernier maillon", standing.linked_at or "aucun"),
        ("dernier scellé", f"{last.at} (maillon {last.number}, clé {last.key_id})" if last else "aucun"),
        ("dernière vérification", _check(check) if check else "aucune"),
        ("alerte", f"{_check(state.alarm)}, {state.alarm.first}" if state.alarm else "aucune"),
    ]


def _check(check: "Check") -> str:
    part = "entière" if check.is_whole else "de nuit, en partie"
    return f"{check.at} ({part}) : {check.findings} anomalie(s)"


def _with(data: Data, act: "Callable[[TraceKeeper], Awaitable[T]]") -> T:
    from cordee.cli.connecting import connected, gate

    async def run() -> T:
        async with gate(found) as opened:
            return await act(opened.trace)

    with connected(settings(data=data)) as found:
        return asyncio.run(run())
