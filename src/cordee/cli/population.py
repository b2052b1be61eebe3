"""The people of a territory created with their progress shown: a bar for a person, plain lines for a log."""

import contextlib
from collections.abc import Callable, Iterator

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cordee import territories
from cordee.access import Gate
from cordee.cli.console import say, words

TENTHS = 10


async def populate(gate: Gate, territory: str, patients: int, seed: int) -> None:
    """Apply the territory and create its people, those already there left alone; resumes after an interruption."""
    with _progress("Personnes et dossiers fictifs", patients) as progress:
        await territories.populate(gate, territories.load(territory), patients, seed, progress)


@contextlib.contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    if not words.is_terminal:
        yield _tenths(what, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=words, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def _tenths(what: str, total: int) -> Callable[[int], None]:
    said = 0

    def tell(done: int) -> None:
        nonlocal said
        tenth = done * TENTHS // max(total, 1)
        if tenth > said:
            said = tenth
            say(f"{what} : {done} / {total}")

    return tell
