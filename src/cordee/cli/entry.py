"""The command `cordee`: finds the command named, runs it, turns its outcome into an exit code."""

import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Group

from cordee import __version__

DONE, FAILED, MISUSED = 0, 1, 2

_COMMANDS = {
    "demo": ("cordee.cli.demo:demo", "Ouvrir le territoire de démonstration ; Ctrl-C l’arrête."),
    "serve": ("cordee.cli.serve:serve", "Servir les pages et l’API FHIR."),
    "worker": ("cordee.cli.worker:worker", "Exécuter les tâches de fond."),
    "migrate": ("cordee.cli.migrate:migrate", "Mettre la base au schéma de cette version."),
    "account": ("cordee.cli.accounts:account", "Inviter, lister et fermer les accès des personnes."),
    "token": ("cordee.cli.tokens:token", "Créer, lister et révoquer des jetons d’accès à l’API FHIR."),
    "application": ("cordee.cli.applications:application", "Enregistrer les applications qui agissent ici."),
    "import": ("cordee.cli.importing:import_", "Importer des ressources FHIR (JSON, NDJSON, .gz, .tar.xz)."),
    "populate": ("cordee.cli.populate:populate", "Créer des personnes fictives et leurs dossiers."),
    "fhir": ("cordee.cli.fhir:fhir", "Administrer le dépôt FHIR : guides, index de recherche, contrôles."),
    "storage": ("cordee.cli.storage:storage", "Suivre les fichiers des dossiers : place, intégrité."),
    "subscriptions": ("cordee.cli.subscriptions:subscriptions", "Suivre les abonnements et leurs envois."),
    "notices": (
        "cordee.cli.notices:notices",
        "Voir où en sont les avis qui partent par e-mail ou sur un appareil.",
    ),
    "doctor": ("cordee.cli.doctor:doctor", "Dire ce qui est dangereux dans les réglages."),
    "access": ("cordee.cli.access:access", "Contrôler qui peut voir quoi."),
    "trace": ("cordee.cli.tracing:trace", "Vérifier, sceller, exporter les traces d’accès."),
    "directory": ("cordee.cli.directory:directory", "Administrer l’annuaire et son index."),
    "agenda": ("cordee.cli.agenda:agenda", "Administrer l’index des agendas."),
    "territory": ("cordee.cli.territory:territory", "Vérifier et appliquer la description d’un territoire."),
}


def main() -> None:
    """Run the command line of this process and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; only the module of that command is loaded."""
    try:
        code = build()(list(arguments), exit_on_error=False)
    except CycloptsError:
        return MISUSED  # the reason is already on standard error
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        return FAILED  # whoever read our output left
    except Exception as error:
        from cordee.cli.refusals import report

        return report(error)
    return code if isinstance(code, int) else DONE


def build() -> App:
    """Return the commands, none of them loaded yet."""
    app = App(
        name="cordee",
        help="Cordée : un dossier de coordination partagé ; le cercle de soins est le droit de le voir.",
        version=__version__,
        group_commands=Group("Commandes"),
        group_parameters=Group("Paramètres"),
        group_arguments=Group("Arguments"),
        result_action="return_value",
    )
    for name, (target, purpose) in _COMMANDS.items():
        app.command(target, name=name, help=purpose)
    app["--help"].help = "Montrer cette aide."
    app["--version"].help = "Montrer la version."
    return app
