"""Checks that the lists of reasons of a pack name each code once."""

from cordee.territories.document import Mapping
from cordee.territories.findings import Findings

LISTS = ("opening_criteria", "suspension_reasons", "closing_reasons")


def check_episode(root: Mapping, findings: Findings) -> None:
    """Note in `findings` each code written twice in one list."""
    episode = root.values.get("episode")
    if not isinstance(episode, Mapping):
        return
    for name in LISTS:
        first_lines: dict[str, int] = {}
        for i, reason in episode.mappings(name):
            written = reason.text("code")
            if written is None:
                continue
            first = first_lines.setdefault(written.text, written.line)
            if first != written.line:
                findings.add(
                    written.line,
                    f"episode.{name}[{i}].code",
                    (
                        f"« {written.text} » est déjà écrit ligne {first}.",
                        f"“{written.text}” is already on line {first}.",
                    ),
                    ("Changez ou ôtez l’une des deux lignes.", "Change or remove one of the two lines."),
                )
