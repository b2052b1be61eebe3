"""Putting a territory in force in a process: from then on its rights are those of everybody who acts there."""

from cordee.access import habilitation
from cordee.territories.model import Territory


def put_in_force(territory: Territory) -> None:
    """Make the rights of this territory those of the process; called once, where the process starts."""
    habilitation.put_in_force(territory.matrix)
