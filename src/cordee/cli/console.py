"""The two outputs of a command: data for whoever reads standard output, words for whoever watches."""

import sys

from rich.console import Console

UNBOUNDED = 240  # columns; what another program reads is never wrapped

data = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else UNBOUNDED)
words = Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    """Tell the person watching what is being done."""
    words.print(sentence, markup=False)


def refuse(message_fr: str, message_en: str) -> None:
    """Tell, in both languages, what was refused and what to do."""
    words.print(message_fr, style="bold", markup=False)
    words.print(message_en, style="dim", markup=False)
