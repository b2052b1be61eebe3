"""What can be wrong with a pack, said so that its author can mend it without reading code."""

from typing import ClassVar

import msgspec

from cordee.kernel.errors import Category, CordeeError, Issue


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong at one line of a pack: what it is and what to do, in French and English."""

    file: str
    line: int
    path: str
    message_fr: str
    message_en: str
    remedy_fr: str
    remedy_en: str

    def in_french(self) -> str:
        """Return the problem as one French line, in the form editors turn into a link."""
        return f"{self.file}:{self.line} : {self.message_fr} {self.remedy_fr}"

    def in_english(self) -> str:
        """Return the problem as one English line, in the form editors turn into a link."""
        return f"{self.file}:{self.line}: {self.message_en} {self.remedy_en}"

    def as_issue(self) -> Issue:
        """Return the problem as an issue of the one error tree."""
        return Issue(message_fr=self.in_french(), message_en=self.in_english(), expression=self.path)


class PackError(CordeeError):
    """A territory pack cannot be used; nothing was applied. Every problem found is in `problems`."""

    code: ClassVar[str] = "territory-pack"
    category: ClassVar[Category] = Category.INVALID

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        found = len(problems)
        super().__init__(
            f"Le territoire décrit par {file} ne peut pas être utilisé : {found} "
            f"{'point' if found == 1 else 'points'} à corriger. Rien n’a été appliqué.",
            f"The territory described by {file} cannot be used: {found} "
            f"{'thing' if found == 1 else 'things'} to correct. Nothing was applied.",
            tuple(problem.as_issue() for problem in problems),
        )
        self.problems = problems

    def __str__(self) -> str:
        """Return the English message followed by one line per problem."""
        return "\n".join([self.message_en, *(problem.in_english() for problem in self.problems)])
