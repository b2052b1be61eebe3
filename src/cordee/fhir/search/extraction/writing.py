"""The shape every kind shares: a function that writes the rows of one value."""

from collections.abc import Callable
from typing import Any

from cordee.fhir.search.index_values import IndexValues

Write = Callable[[Any, IndexValues, int], None]
"""Called with one JSON value, the rows so far, and the part they belong to."""

TEXT_TYPES = frozenset(
    "string markdown code id uri url canonical oid uuid base64Binary xhtml System.String".split()
)
NUMBER_TYPES = frozenset("integer decimal positiveInt unsignedInt System.Integer System.Decimal".split())
QUANTITY_TYPES = frozenset("Quantity Age Count Distance Duration SimpleQuantity MoneyQuantity".split())
INSTANT_TYPES = frozenset("date dateTime instant System.Date System.DateTime".split())
