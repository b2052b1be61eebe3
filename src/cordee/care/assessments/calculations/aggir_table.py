"""The published table of AGGIR: what each variable is worth in each of the eight groups, and the ranks they give.

Source: code de l’action sociale et des familles, annexe 2-2 (algorithme de la grille AGGIR), unchanged since décret
n° 97-427 of 28 April 1997, annexe II. Deplacement extérieur and communication are worth nothing in every group.
"""

import msgspec

VARIABLES = (
    "coherence", "orientation", "toilette", "habillage", "alimentation", "elimination", "transferts", "deplacement",
)  # fmt: skip
"""In the order of every row below."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One group: the points of each variable coded C and coded B (A is worth nothing), and from which sum which rank.

    The first threshold that the sum reaches gives the rank; when it reaches none, the next group is tried.
    """

    name: str
    c: tuple[int, ...]
    b: tuple[int, ...]
    ranks: tuple[tuple[int, int], ...]


#                coh.  ori.  toil. hab.  alim. élim. trans. dépl.
GROUPS = (
    Group(
        name="A",
        c=(2000, 1200, 40, 40, 60, 100, 800, 200),
        b=(0, 0, 16, 16, 20, 16, 120, 32),
        ranks=((4380, 1), (4140, 2), (3390, 3)),
    ),
    Group(
        name="B",
        c=(1500, 1200, 40, 40, 60, 100, 800, -80),
        b=(320, 120, 16, 16, 0, 16, 120, -40),
        ranks=((2016, 4),),
    ),
    Group(
        name="C",
        c=(0, 0, 40, 40, 60, 160, 1000, 400),
        b=(0, 0, 16, 16, 20, 20, 200, 40),
        ranks=((1700, 5), (1432, 6)),
    ),
    Group(
        name="D",
        c=(0, 0, 0, 0, 2000, 400, 2000, 200),
        b=(0, 0, 0, 0, 200, 200, 200, 0),
        ranks=((2400, 7),),
    ),
    Group(
        name="E",
        c=(400, 400, 400, 400, 400, 800, 800, 200),
        b=(0, 0, 100, 100, 100, 100, 100, 0),
        ranks=((1200, 8),),
    ),
    Group(
        name="F",
        c=(200, 200, 500, 500, 500, 500, 500, 200),
        b=(100, 100, 100, 100, 100, 100, 100, 0),
        ranks=((800, 9),),
    ),
    Group(
        name="G",
        c=(150, 150, 300, 300, 500, 500, 400, 200),
        b=(0, 0, 200, 200, 200, 200, 200, 100),
        ranks=((650, 10),),
    ),
    Group(
        name="H",
        c=(0, 0, 3000, 3000, 3000, 3000, 1000, 1000),
        b=(0, 0, 2000, 2000, 2000, 2000, 2000, 1000),
        ranks=((4000, 11), (2000, 12)),
    ),
)
RANK_OF_NONE = 13
"""The rank when no group gives one: the sum of group H is below 2,000."""

GIR_OF_RANK = {1: 1, 2: 2, 3: 2, 4: 2, 5: 2, 6: 2, 7: 2, 8: 3, 9: 3, 10: 4, 11: 4, 12: 5, 13: 6}
