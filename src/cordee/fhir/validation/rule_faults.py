"""What is said when a value does not follow a profile: what was expected, and by which profile."""

from typing import Any

import msgspec

from cordee.fhir.validation.report import Report
from cordee.fhir.validation.rules import Slice
from cordee.fhir.validation.wordings import asked_by, count, listed

_SHOWN_CHARACTERS_MAX = 300
_encode = msgspec.json.Encoder(decimal_format="number").encode


class RuleFaults:
    """Adds to a report what breaks a rule of a profile; all are errors."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def wrong_count(self, place: str, found: int, least: int, most: int | None, source: str) -> None:
        """Say how many values there must be."""
        name = place.rpartition(".")[2]
        if most == 0:
            self._add("structure", place, f"« {name} » absent", f"'{name}' to be absent", source)
        elif found < least and found == 0:
            self._add("required", place, f"« {name} », qui manque", f"'{name}', which is missing", source)
        else:
            words = count(least, most)
            self._add(
                "structure",
                place,
                f"{words} valeurs de « {name} » ; il y en a {found}",
                f"{words} values of '{name}'; there are {found}",
                source,
            )

    def wrong_slice_count(self, place: str, one: Slice, found: int, source: str) -> None:
        """Say how many values of a slice there must be."""
        words = count(one.min, one.max)
        self._add(
            "required" if found < one.min else "structure",
            place,
            f"{words} valeurs de la tranche « {one.name} » ; il y en a {found}",
            f"{words} values of the slice '{one.name}'; there are {found}",
            source,
        )

    def no_slice(self, place: str, names: list[str], source: str) -> None:
        """Say that a closed slicing has no place for the value."""
        which = listed(names)
        self._add(
            "structure",
            place,
            f"une valeur d’une des tranches {which}",
            f"a value of a slice {which}",
            source,
        )

    def not_at_end(self, place: str, names: list[str], source: str) -> None:
        """Say that values outside the slices come after the others."""
        which = listed(names)
        self._add(
            "structure",
            place,
            f"les valeurs hors tranche après celles des tranches {which}",
            f"values outside slices after those of the slices {which}",
            source,
        )

    def out_of_order(self, place: str, source: str) -> None:
        """Say that the slices come in the order of the profile."""
        self._add(
            "structure", place, "les tranches dans l’ordre du profil", "slices in the profile's order", source
        )

    def wrong_kind(self, place: str, kinds: str, source: str) -> None:
        """Say which types are left."""
        self._add("structure", place, f"le type {kinds}", f"the type {kinds}", source)

    def not_fixed(self, place: str, fixed: Any, source: str) -> None:
        """Say which value is the only one."""
        shown = _shown(fixed)
        self._add("value", place, f"exactement {shown}", f"exactly {shown}", source)

    def not_pattern(self, place: str, pattern: Any, source: str) -> None:
        """Say what the value must at least have."""
        shown = _shown(pattern)
        self._add("value", place, f"au moins {shown}", f"at least {shown}", source)

    def too_long(self, place: str, most: int, source: str) -> None:
        """Say how long the text may be."""
        self._add("too-long", place, f"{most} caractères au plus", f"at most {most} characters", source)

    def out_of_range(self, place: str, limit: Any, is_lowest: bool, source: str) -> None:
        """Say the limit the value is beyond."""
        french, english = ("au moins", "at least") if is_lowest else ("au plus", "at most")
        shown = _shown(limit)
        self._add("value", place, f"{french} {shown}", f"{english} {shown}", source)

    def _add(self, code: str, place: str, french: str, english: str, source: str) -> None:
        ends_fr, ends_en = asked_by(source)
        self._report.add(
            "error", code, place, f"Attendu : {french}{ends_fr}.", f"Expected {english}{ends_en}."
        )


def _shown(expected: Any) -> str:
    """Return what a profile fixes, as JSON: it comes from the definition, never from the input."""
    text = _encode(expected).decode()
    return text if len(text) <= _SHOWN_CHARACTERS_MAX else text[:_SHOWN_CHARACTERS_MAX] + "…"
