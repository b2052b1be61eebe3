"""The two outputs of a command: data for whoever reads standard output, words for whoever watches."""

from rich.console import Console

data = Console(highlight=False, soft_wrap=True)
words = Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    """Tell the person watching what is being done."""
    words.print(sentence, markup=False)


def refuse(message_fr: str, message_en: str) -> None:
    """Tell, in both languages, what was refused and what to do."""
    words.print(message_fr, style="bold", markup=False)
    words.print(message_en, style="dim", markup=False)
