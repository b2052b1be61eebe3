"""How far a long command is: a bar for a person at a terminal, plain lines for a log."""

import contextlib
from collections.abc import Callable, Iterator

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cordee.cli.console import say, words

TENTHS = 10


@contextlib.contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give what to call with the number done and their total, for the time of the block."""
    if not words.is_terminal:
        yield _tenths(what)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=words, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tenths(what: str) -> Callable[[int, int], None]:
    said = 0

    def tell(done: int, total: int) -> None:
        nonlocal said
        tenth = done * TENTHS // max(total, 1)
        if tenth > said:
            said = tenth
            say(f"{what} : {done} / {total}")

    return tell
