"""What may be measured at home: codes, units, and what a living person can show."""

from decimal import Decimal

import msgspec

SYSTOLIC = "8480-6"
DIASTOLIC = "8462-4"


class MeasureKind(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is measured: its LOINC code, its units, and what a living person can show.

    `lowest` and `highest` refuse slips of the keyboard, not bad news.
    """

    key: str
    loinc: str
    label: str
    unit: str
    ucum: str
    lowest: Decimal
    highest: Decimal
    decimals: int = 0
    icon: str = "activity"
    hint: str = ""


# key, LOINC, label, unit, UCUM, lowest, highest, decimals, icon, hint
_ROWS = (
    ("tension", "85354-9", "Tension", "mmHg", "mm[Hg]", "30", "300", 0, "heartbeat", "par exemple 135 / 80"),
    ("poids", "29463-7", "Poids", "kg", "kg", "1", "400", 1, "scale", "par exemple 62,4"),
    ("pouls", "8867-4", "Pouls", "/min", "/min", "20", "260", 0, "heart", "battements par minute"),
    ("saturation", "59408-5", "Saturation", "%", "%", "40", "100", 0, "lungs", "SpO₂ au doigt"),
    ("temperature", "8310-5", "Température", "°C", "Cel", "25", "44", 1, "temperature", "par exemple 37,2"),
    (
        "glycemie",
        "14743-9",
        "Glycémie",
        "mmol/L",
        "mmol/L",
        "0.5",
        "50",
        1,
        "droplet",
        "capillaire ; 1 g/L = 5,5",
    ),
    ("douleur", "72514-3", "Douleur", "/10", "{score}", "0", "10", 0, "mood-smile", "de 0 (aucune) à 10"),
)
KINDS: dict[str, MeasureKind] = {
    key: MeasureKind(
        key=key, loinc=loinc, label=label, unit=unit, ucum=ucum, lowest=Decimal(lowest), highest=Decimal(highest),
        decimals=decimals, icon=icon, hint=hint,
    )
    for key, loinc, label, unit, ucum, lowest, highest, decimals, icon, hint in _ROWS
}  # fmt: skip
_OTHER_CODES = {"2708-6": "saturation", "3141-9": "poids", "55284-4": "tension", "2339-0": "glycemie"}
KEY_OF_LOINC = {kind.loinc: kind.key for kind in KINDS.values()} | _OTHER_CODES
