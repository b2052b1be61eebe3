"""What can go wrong with definitions: the build's artefact, and packages brought by hand."""

from cordee.kernel.errors import Category, CordeeError


class UnreadableArtefactError(CordeeError):
    """The compiled definitions are damaged or of another version of Cordée."""

    code = "unreadable-definitions"
    category = Category.FAULT

    def __init__(self) -> None:
        super().__init__(
            "Les définitions FHIR compilées sont illisibles. Reconstruisez-les, ou installez le guide de nouveau.",
            "The compiled FHIR definitions cannot be read. Build them again, or install the guide again.",
        )


class PackageRefusedError(CordeeError):
    """The file is not a FHIR package that can be installed; nothing was installed."""

    code = "package-refused"
    category = Category.INVALID

    def __init__(self, reason_fr: str, reason_en: str) -> None:
        super().__init__(
            f"Ce paquet FHIR ne peut pas être installé : {reason_fr} Rien n’a été installé.",
            f"This FHIR package cannot be installed: {reason_en} Nothing was installed.",
        )
