"""What the processes of a bulk import share: loaded once, in the process they are forked from.

Importing this module is what loads it; nothing else imports it.
"""

import gc

import cordee.exchange.files.bulk_process  # noqa: F401  what it imports is what is shared
from cordee.fhir.ucum import warm_up

warm_up()
gc.freeze()
