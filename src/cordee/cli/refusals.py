"""What a command says when it does not succeed."""

from cordee.cli.console import refuse, words
from cordee.kernel.errors import CordeeError
from cordee.kernel.ids import new_id
from cordee.kernel.log import configure_logging, get_logger
from cordee.kernel.settings import SettingError


def report(error: Exception) -> int:
    """Say what went wrong and return the exit code: 2 when the command was misused, 1 otherwise.

    An error nobody foresaw is shown as a reference; its trace is in the log line that bears it.
    """
    if isinstance(error, CordeeError):
        refuse(error.message_fr, error.message_en)
        for issue in error.issues:
            words.print(f"  {issue.expression} {issue.message_fr}".rstrip(), markup=False)
        return 2 if isinstance(error, SettingError) else 1
    reference = new_id()
    configure_logging()
    get_logger(__name__).error("fault", reference=reference, exc_info=error)
    refuse(
        f"Erreur imprévue, référence {reference}. Ce qui était enregistré l’est toujours.",
        f"Unexpected error, reference {reference}. What was stored still is.",
    )
    return 1
