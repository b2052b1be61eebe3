"""`cordee fhir`: the administration of the FHIR store. Only the module of the command that runs is loaded."""

from cyclopts import App

fhir = App(name="fhir", help="Installer, lister et retirer des guides d’implémentation FHIR.")

fhir.command(
    "cordee.cli.guides:install",
    name="install",
    help="Installer des guides d’implémentation (.tgz) ; les donner de nouveau ne change rien.",
)
fhir.command("cordee.cli.guides:packages", name="packages", help="Lister les guides installés.")
fhir.command(
    "cordee.cli.guides:uninstall", name="uninstall", help="Retirer un guide, par son nom et sa version."
)
