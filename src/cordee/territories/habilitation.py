"""Who reads and writes what in a territory: the part of a pack that says it, and the matrix it makes."""

from typing import Annotated

import msgspec
from msgspec import Meta

from cordee.access.matrix import Matrix
from cordee.access.matrix_making import make_matrix
from cordee.access.usual_rights import (
    EMERGENCY_HOURS,
    EMERGENCY_OPENERS,
    HIDES_FROM,
    RESTRICTED_READERS,
    RIGHTS,
    VERY_RESTRICTED_READERS,
)

ReaderClass = Annotated[
    str,
    Meta(
        pattern=r"\S",
        extra={
            "fr": "Écrivez une classe de lecteurs, comme « medical ».",
            "en": "Write a class of readers, such as “medical”.",
        },
    ),
]
Classes = tuple[ReaderClass, ...]
Hours = Annotated[
    int,
    Meta(
        ge=1,
        le=72,
        extra={
            "fr": "Écrivez un nombre d’heures, de 1 à 72.",
            "en": "Write a number of hours, from 1 to 72.",
        },
    ),
]


class Confidentiality(msgspec.Struct, frozen=True, kw_only=True):
    """Which classes read what is marked R (restricted) and V (very restricted)."""

    restricted: Classes = RESTRICTED_READERS
    very_restricted: Classes = VERY_RESTRICTED_READERS


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """From which classes each label TRE_A07 hides an entry."""

    invisible_patient: Classes = msgspec.field(
        name="INVISIBLE_PATIENT", default=HIDES_FROM["INVISIBLE_PATIENT"]
    )
    invisible_representants_legaux: Classes = msgspec.field(
        name="INVISIBLE_REPRESENTANTS_LEGAUX", default=HIDES_FROM["INVISIBLE_REPRESENTANTS_LEGAUX"]
    )
    masque_ps: Classes = msgspec.field(name="MASQUE_PS", default=HIDES_FROM["MASQUE_PS"])
    masque_psocial: Classes = msgspec.field(name="MASQUE_PSOCIAL", default=HIDES_FROM["MASQUE_PSOCIAL"])
    masque_pt: Classes = msgspec.field(name="MASQUE_PT", default=HIDES_FROM["MASQUE_PT"])


class Habilitation(msgspec.Struct, frozen=True, kw_only=True):
    """The table of rights of a territory and what goes with it; what is absent is as usual.

    `corrects_others` are the classes that may change contributions of others; `writes_for_others` those that may send
    what somebody else signed. Nobody may, unless the pack says so. `opens_in_emergency` are the classes that may open a
    record outside their circles, for `emergency_hours`.
    """

    rights: str = RIGHTS
    confidentiality: Confidentiality = Confidentiality()
    labels: Labels = Labels()
    corrects_others: Classes = ()
    writes_for_others: Classes = ()
    opens_in_emergency: Classes = EMERGENCY_OPENERS
    emergency_hours: Hours = EMERGENCY_HOURS

    def matrix(self, class_of_role: dict[str, str]) -> Matrix:
        """Return the matrix this declares, for professional roles of the classes given."""
        return make_matrix(
            rights=self.rights,
            restricted_readers=self.confidentiality.restricted,
            very_restricted_readers=self.confidentiality.very_restricted,
            hides_from=msgspec.to_builtins(self.labels),
            corrects_others=self.corrects_others,
            writes_for_others=self.writes_for_others,
            opens_in_emergency=self.opens_in_emergency,
            emergency_hours=self.emergency_hours,
            class_of_role=class_of_role,
        )
