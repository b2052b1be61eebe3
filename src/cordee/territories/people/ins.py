"""The INS of a person who does not exist: right shape, right key, on the national test identifier only."""

import re

SHAPE = re.compile(r"[12]\d{2}(0[1-9]|1[0-2])(\d{2}|2[AB])\d{3}\d{3}")

MONTHS = 12
ORDERS = 999
PERIOD = MONTHS * ORDERS
"""How many people in a row get a different pair of birth month and order number, hence a different INS."""


def month_of(index: int) -> int:
    """Return the birth month of the person of that rank, 1 to 12."""
    return index % MONTHS + 1


def order_of(index: int) -> int:
    """Return the order number, 1 to 999, that keeps the INS of neighbours of `index` different."""
    return index // MONTHS % ORDERS + 1


def ins_nir(*, is_female: bool, year: int, month: int, place: str, order: int) -> str:
    """Return the 15 characters of a NIR: sex, year, month, birthplace (5 characters), order, key."""
    number = f"{2 if is_female else 1}{year % 100:02}{month:02}{place}{order:03}"
    return f"{number}{key(number):02}"


def key(number: str) -> int:
    """Return the key of the 13 first characters of a NIR, 1 to 97.

    When born in Corsica, 2A counts as 19 and 2B as 18.

    Raises: ValueError when `number` has not the shape of a NIR.
    """
    if not SHAPE.fullmatch(number):
        raise ValueError("not the 13 first characters of a NIR")
    digits = number.replace("2A", "19").replace("2B", "18") if number[5:7] in {"2A", "2B"} else number
    return 97 - int(digits) % 97
