"""Collects what is wrong with one pack, so that its author reads everything at once."""

from collections.abc import Iterable
from difflib import get_close_matches

from cordee.territories.errors import Problem

PROBLEMS_MAX = 200
"""A file that is not a pack at all would otherwise fill the screen."""


class Findings:
    """The problems of one file, in the order they were found until sorted by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems: list[Problem] = []

    def add(self, line: int, path: str, message: tuple[str, str], remedy: tuple[str, str]) -> None:
        """Note one problem: messages and remedies are pairs, French then English."""
        if len(self._problems) < PROBLEMS_MAX:
            self._problems.append(
                Problem(
                    file=self.file,
                    line=line,
                    path=path,
                    message_fr=message[0],
                    message_en=message[1],
                    remedy_fr=remedy[0],
                    remedy_en=remedy[1],
                )
            )

    def sorted(self) -> tuple[Problem, ...]:
        """Return the problems by line, then by place in the document."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.line, problem.path)))


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the remedy for an unknown word: the nearest known one, or the list when nothing is near."""
    candidates = sorted(known)
    near = get_close_matches(word, candidates, n=1, cutoff=0.6)
    if near:
        return f"Vouliez-vous écrire « {near[0]} » ?", f"Did you mean “{near[0]}”?"
    shown = ", ".join(candidates[:20]) + (", …" if len(candidates) > 20 else "")
    return f"Choisissez parmi : {shown}.", f"Choose among: {shown}."
