"""The habilitation in force in this process: to which class somebody belongs, and what that class may do.

The matrix is the territory's; the usual one stands until a territory is put in force. See ADR 0020 and docs/rights.md.
"""

from cordee.access.matrix import Matrix
from cordee.access.matrix_making import make_matrix

_in_force = make_matrix()


def put_in_force(matrix: Matrix) -> None:
    """Make this the matrix every later right of the process is read from."""
    global _in_force  # noqa: PLW0603  one process, one territory
    _in_force = matrix


def in_force() -> Matrix:
    """Return the matrix of this process."""
    return _in_force


def reader_class_of(kind: str, role: str) -> str:
    """Return the class of somebody who acts; empty for who has no part in any record.

    - a professional: the class of their role in the territory, none for a role it does not know;
    - somebody close: guardian when that is their role, else carer;
    - the person of the record: person;
    - operators, officers and programs: none.
    """
    if kind == "professional":
        return _in_force.class_of_role.get(role, "")
    if kind == "carer":
        return "guardian" if role == "guardian" else "carer"
    return "person" if kind == "patient" else ""


def reads_of(reader_class: str) -> int:
    """Return the mask of categories a class may read."""
    return _in_force.of(reader_class).reads


def writes_of(reader_class: str) -> int:
    """Return the mask of categories a class may write."""
    return _in_force.of(reader_class).writes


def reader_of(reader_class: str) -> int:
    """Return the bits of labels and confidentiality that hide an entry from a class."""
    return _in_force.of(reader_class).hidden


def corrects_others(reader_class: str) -> bool:
    """Return whether a class may change or remove contributions somebody else wrote."""
    return _in_force.of(reader_class).corrects_others


def opens_in_emergency(reader_class: str) -> bool:
    """Return whether a class may open, in an emergency, a record whose circle it is not in."""
    return _in_force.of(reader_class).opens_in_emergency


def emergency_hours() -> int:
    """Return for how many hours such an access lasts."""
    return _in_force.emergency_hours


def writes_for_others(reader_class: str) -> bool:
    """Return whether a class may send what somebody else signed."""
    return _in_force.of(reader_class).writes_for_others
