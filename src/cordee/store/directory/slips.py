"""Slips of the finger: which words of the directory somebody may have meant. Pure."""

SHORT = 4  # letters; no shorter word is corrected
LONG = 8  # letters; from there on two slips are forgiven, one before
KEPT_MAX = 6


def nearest(word: str, alike: list[str]) -> list[str]:
    """Return the words closest to one that was typed, the closest first; none for a very short word, nor for a number.

    A slip is a letter too many, too few, another one, or two exchanged. A word may be the beginning of a longer one.
    """
    if len(word) < SHORT or any(letter.isdigit() for letter in word):
        return []
    allowed = 1 if len(word) < LONG else 2
    scored = [(min(slips(word, one, allowed), slips(word, one[: len(word)], allowed)), one) for one in alike]
    return [one for score, one in sorted(scored) if score <= allowed][:KEPT_MAX]


def slips(one: str, other: str, most: int) -> int:
    """Return the number of slips from one word to another, `most + 1` when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
