"""Expressions written in definitions and questionnaires: evaluated when they are FHIRPath, told when they are not."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.path import Environment, Node, PathError, compile_path, truth
from cordee.kernel.errors import Issue

FHIRPATH = frozenset({"text/fhirpath", "text/fhirpath-like"})
STEPS_MAX = 200_000  # items one expression may visit
RUN_SECONDS_MAX = 5.0  # what all expressions of one run may take together
ISSUES_MAX = 100


class Told:
    """One run: what could not be done, told once each as issues for the outcome, and the seconds it has left."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.seconds_left = RUN_SECONDS_MAX

    def tell(self, place: str, french: str, english: str, code: str = "not-supported") -> None:
        """Add a warning about one place; the same one again, or too many, are left out."""
        issue = Issue(message_fr=french, message_en=english, expression=place, code=code, severity="warning")
        if issue not in self.issues and len(self.issues) < ISSUES_MAX:
            self.issues.append(issue)


class Evaluator(msgspec.Struct, frozen=True, kw_only=True):
    """Evaluates expressions on one focus, under named variables; what fails is told and gives nothing."""

    focus: Json
    now: datetime
    told: Told
    variables: Mapping[str, Any] = {}
    resolve: Callable[[str], Json | None] | None = None

    def with_variables(self, more: Mapping[str, Any]) -> "Evaluator":
        """Return the same evaluator knowing further variables."""
        return msgspec.structs.replace(self, variables={**self.variables, **more})

    def nodes(self, expression: Any, place: str) -> list[Node] | None:
        """Return what an Expression gives, or None when it is no FHIRPath or cannot be evaluated.

        `place` is where the expression stands, for what is told.
        """
        language = expression.get("language") if isinstance(expression, dict) else None
        text = expression.get("expression") if isinstance(expression, dict) else None
        if not isinstance(text, str) or language not in FHIRPATH:
            self.told.tell(
                place,
                f"Expression non évaluée : langage {str(language)[:40]} non pris en charge (FHIRPath attendu).",
                f"Expression not evaluated: language {str(language)[:40]} is not supported (FHIRPath expected).",
            )
            return None
        if self.told.seconds_left <= 0:
            self.told.tell(
                "",
                "Le temps accordé aux expressions est épuisé : les suivantes n’ont pas été évaluées.",
                "The time for expressions is used up: those that follow were not evaluated.",
                "too-costly",
            )
            return None
        begun = time.monotonic()
        try:
            return self._evaluated(text)
        except PathError as error:
            self.told.tell(place, error.message_fr, error.message_en, "invalid")
            return None
        finally:
            self.told.seconds_left -= time.monotonic() - begun

    def _evaluated(self, text: str) -> list[Node]:
        environment = Environment(
            variables=self.variables,
            now=self.now,
            resolve=self.resolve,
            steps_max=STEPS_MAX,
            seconds_max=self.told.seconds_left,
        )
        return compile_path(text, str(self.focus.get("resourceType", "")))(self.focus, environment)

    def truth(self, expression: Any, place: str) -> bool | None:
        """Return what a condition says, False for an empty answer; None when it could not be evaluated."""
        found = self.nodes(expression, place)
        return None if found is None else truth(found) is True
