"""What is said of each kind of structural fault."""

from cordee.fhir.json_value import Json
from cordee.fhir.validation.check import DEPTH_MAX
from cordee.fhir.validation.report import Report
from cordee.fhir.validation.shapes import Element
from cordee.fhir.validation.wordings import shown


class StructureFaults:
    """Adds the structural findings of one walk to its report, all of them errors asked by R4 itself."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def expected(self, code: str, place: str, french: str, english: str) -> None:
        """Say what should stand at `place`."""
        self._report.add(
            "error", code, place, f"Attendu : {french} (FHIR R4).", f"Expected {english} (FHIR R4)."
        )

    def too_deep(self, place: str) -> None:
        """Say that what lies below is not looked at."""
        self.expected(
            "structure",
            place,
            f"au plus {DEPTH_MAX} niveaux d’imbrication",
            f"at most {DEPTH_MAX} levels of nesting",
        )

    def unknown(self, name: str, place: str) -> None:
        """Say that a property is not one of the type."""
        french, english = shown(name)
        self._report.add(
            "error",
            "structure",
            f"{place}.{name}" if french.startswith("«") else place,
            f"L’élément {french} n’existe pas à cet endroit dans FHIR R4.",
            f"The element {english} does not exist here in FHIR R4.",
        )

    def missing(self, element: Element, place: str) -> None:
        """Say that a required element is absent."""
        name = element.path.rpartition(".")[2]
        self._report.add(
            "error",
            "required",
            f"{place}.{element.name}",
            f"L’élément obligatoire « {name} » manque (FHIR R4).",
            f"The required element '{name}' is missing (FHIR R4).",
        )

    def several_types(self, element: Element, parent: Json, place: str) -> None:
        """Say that a choice element came in several types, when it did."""
        if sum(one in parent or f"_{one}" in parent for one in element.properties) > 1:
            stem = f"{element.name}[x]"
            self._report.add(
                "error",
                "structure",
                f"{place}.{element.name}",
                f"Une seule forme de « {stem} » est permise ; plusieurs sont présentes (FHIR R4).",
                f"Only one type of '{stem}' is allowed; several are present (FHIR R4).",
            )

    def extension_content(self, value: Json, place: str) -> None:
        """Say that an extension has both a value and extensions, or neither."""
        has_value = any(name.startswith(("value", "_value")) for name in value)
        if has_value == ("extension" in value):
            self.expected(
                "invariant",
                place,
                "une valeur ou des extensions, l’une des deux (ext-1)",
                "a value or extensions, exactly one of them (ext-1)",
            )
