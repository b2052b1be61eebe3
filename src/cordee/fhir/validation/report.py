"""Collect findings: bounded, each once, errors never pushed out by lesser ones."""

from collections.abc import Iterable

from cordee.kernel.errors import Issue

ERRORS_MAX = 200
"""Findings of severity error kept; the walk stops when there are more."""
REMARKS_MAX = 200
"""Warnings and informations kept."""


TOO_COSTLY = Issue(
    message_fr="Le contrôle s’est arrêté avant la fin : ce contenu demande trop de temps. La suite n’est pas vue.",
    message_en="Validation was stopped before its end: this content takes too long. The rest is not checked.",
    code="too-costly",
)


class ReportFullError(Exception):
    """Stops the walk: there are more errors than anybody reads. Never leaves this package."""


class Report:
    """The findings of one validation, in the order they were made; `errors` counts those of severity error."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self._seen: set[tuple[str, str, str]] = set()
        self.errors = 0
        self._remarks = 0

    def add(self, severity: str, code: str, place: str, french: str, english: str) -> None:
        """Keep a finding about `place`, unless the same one is there already.

        Raises: ReportFullError when there are too many errors.
        """
        key = (severity, place, english)
        if key in self._seen:
            return
        if severity == "error":
            if self.errors >= ERRORS_MAX:
                self._close(french="Il y a d’autres erreurs.", english="There are more errors.")
                raise ReportFullError
            self.errors += 1
        else:
            if self._remarks >= REMARKS_MAX:
                return
            self._remarks += 1
        self._seen.add(key)
        self.issues.append(
            Issue(message_fr=french, message_en=english, expression=place, code=code, severity=severity)
        )

    def take(self, issues: Iterable[Issue]) -> None:
        """Keep findings made elsewhere as if they had been made here."""
        for one in issues:
            self.add(one.severity, one.code, one.expression, one.message_fr, one.message_en)

    def _close(self, french: str, english: str) -> None:
        self.issues.append(
            Issue(message_fr=french, message_en=english, code="informational", severity="information")
        )
