"""`cordee fhir`: the administration of the FHIR store. Only the module of the command that runs is loaded."""

from cyclopts import App

fhir = App(
    name="fhir", help="Administrer le dépôt FHIR : guides, index de recherche, contrôles, place prise."
)

fhir.command(
    "cordee.cli.guides:install",
    name="install",
    help="Installer des guides d’implémentation (.tgz) ; les donner de nouveau ne change rien.",
)
fhir.command("cordee.cli.guides:packages", name="packages", help="Lister les guides installés.")
fhir.command(
    "cordee.cli.guides:uninstall", name="uninstall", help="Retirer un guide, par son nom et sa version."
)
fhir.command(
    "cordee.cli.fhir_index:reindex",
    name="reindex",
    help="Réindexer ce que de nouvelles définitions font chercher autrement, sans rien arrêter.",
)
fhir.command(
    "cordee.cli.fhir_index:check",
    name="check",
    help="Contrôler index, cercles, versions et références ; --repair répare ce qui est dérivé.",
)
fhir.command(
    "cordee.cli.fhir_index:stats", name="stats", help="Montrer la place prise, par type et par table."
)
