"""Whole numbers as people and addresses write them: plain digits, within bounds; anything else is none."""


def whole_number(text: str, most: int) -> int | None:
    """Return the number a text writes, None when it is none or above `most`.

    `isdigit` alone says yes to « ² », which `int` refuses, and to more digits than `int` or PostgreSQL takes.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
