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

    def __init__(self, reason_fr: str, reason_en: str, file: str = "") -> None:
        name = f" ({file})" if file else ""
        super().__init__(
            f"Ce paquet FHIR{name} ne peut pas être installé : {reason_fr} Rien n’en a été gardé.",
            f"This FHIR package{name} cannot be installed: {reason_en} Nothing of it was kept.",
        )
        self.reason_fr = reason_fr
        self.reason_en = reason_en
