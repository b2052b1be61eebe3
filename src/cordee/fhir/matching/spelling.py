"""How close two words are, by the letters it takes to turn one into the other."""

WORD_CHARACTERS_MAX = 64


def closeness(one: str, other: str) -> float:
    """Return 1 for equal texts down to 0 for texts without likeness: the share of letters kept.

    A pair of neighbours swapped counts as one change. Cost: the product of both lengths, which are bounded.
    """
    one, other = one[:WORD_CHARACTERS_MAX], other[:WORD_CHARACTERS_MAX]
    longest = max(len(one), len(other))
    return 1.0 if longest == 0 else 1.0 - _changes(one, other) / longest


def _changes(one: str, other: str) -> int:
    """Return the optimal string alignment distance."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, opposite in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
