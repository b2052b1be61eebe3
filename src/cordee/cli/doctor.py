"""`cordee doctor`: what is unsafe in how this installation is set, said before somebody else finds it."""

import asyncio

from cordee.cli.options import Data, settings


def doctor(*, data: Data = None) -> int:
    """Check the settings, the database's account, the keys and the trace, and say what is unsafe and how to mend it.

    Prints one line a finding; the exit code is 1 when one of them is unsafe, 0 when there are only advices or none.
    """
    from cordee.cli.console import data as output
    from cordee.cli.console import say
    from cordee.cli.health import UNSAFE, findings

    found = asyncio.run(findings(settings(data=data)))
    for one in found:
        output.print(f"{one.grade}\t{one.about}\t{one.words}", markup=False, highlight=False, soft_wrap=True)
    unsafe = sum(one.grade == UNSAFE for one in found)
    say(f"{unsafe} réglage(s) dangereux, {len(found) - unsafe} conseil(s)." if found else "Rien à redire.")
    return 1 if unsafe else 0
