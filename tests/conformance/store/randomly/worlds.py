"""Small random worlds: a directory, a few people with their circles, stays and measures, and an asker."""

from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from cordee.fhir import systems
from cordee.fhir.json_value import Json
from cordee.store import Asker, system_asker
from cordee.store import categories as cat
from cordee.store.visibility import MASQUE_PS, MASQUE_PT
from tests.conformance.store.randomly.comparing import UCUM

PRESENT = 0.8
FAMILIES = ("Lefèvre", "LEFEVRE", "Le Fèvre", "d’Œuvre", "Müller-Élie", "O'Brien", "Ng", "Élie")
GIVEN = ("Jean-Élie", "jean", "Zoé", "Chloé Anne", "N")
PLACES = ("CHU Élysée", "Chu", "Maison de santé", "EHPAD Les Œillets", "Élysée")
CODES = ("8867-4", "29463-7", "8480-6")
SYSTEMS = ("http://loinc.org", "http://example.org/codes", "")
TEXTS = ("Fréquence cardiaque", "frequence", "Poids")
DATES = ("2023", "2024", "2024-02", "2024-02-29", "2024-03-01", "2025-12")
MOMENTS = (*DATES, "2024-03-01T00:00:00Z", "2024-02-29T23:30:00-02:00", "2024-03-01T10:15:30.250+01:00")
NUMBERS = ("5.4", "5.40", "5.45", "5400", "0.0054", "5", "-1")
SHARES = ("0.1", "0.25", "0.5", "0.50")
SEEN = {"vital-signs": cat.MEASURES, "social-history": cat.SOCIAL, "exam": cat.MEDICAL}
MEMBERS = ("Practitioner/m0", "Practitioner/m1", "PractitionerRole/m2")
PATIENTS = ("p0", "p1", "p2", "p3")
ELSEWHERE = "https://elsewhere.example.org/fhir/Patient/p0"
PROFILES = ("http://example.org/StructureDefinition/a", "http://example.org/StructureDefinition/a/b")
POINTS = (("48.85", "2.35"), ("48.86", "2.40"), ("-17.5", "179.99"), ("-17.5", "-179.99"))


class _Maker:
    """Makes elements from a seed; each may be left out."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def pick(self, values: Any) -> Any:
        return self._random.choice(values)

    def some(self, values: Any, most: int = 2, least: int = 0) -> list[Any]:
        return self._random.choices(values, k=self._random.randint(least, most))

    def maybe(self, **elements: Any) -> Json:
        """Return the elements that are drawn: none of those that are empty."""
        return {name: value for name, value in elements.items() if value and self._random.random() < PRESENT}

    def coding(self, codes: Any = CODES) -> Json:
        system = self.pick(SYSTEMS)
        shown = {"display": self.pick(TEXTS)} if self.pick((True, False)) else {}
        return ({"system": system} if system else {}) | {"code": self.pick(codes)} | shown

    def concept(self, codes: Any = CODES) -> Json:
        found = {"coding": [self.coding(codes) for _ in range(self.pick((0, 1, 1, 2)))]}
        found = {name: value for name, value in found.items() if value}
        return found | ({"text": self.pick(TEXTS)} if not found or self.pick((True, False)) else {})

    def period(self) -> Json:
        start, end = sorted((self.pick(DATES), self.pick(DATES)))
        return self.pick(({"start": start, "end": end}, {"start": start}, {"end": end}))

    def quantity(self) -> Json:
        unit = self.pick((
            {"unit": "kilo", "system": UCUM, "code": "kg"},
            {"unit": "g", "system": UCUM, "code": "g"},
            {"unit": "mg", "system": UCUM, "code": "mg"},
            {"unit": "points", "system": "http://example.org/units", "code": "pt"},
            {"unit": "kg"},
            {},
        ))  # fmt: skip
        comparator = self.pick(("", "", "", "<", ">="))
        return (
            {"value": Decimal(self.pick(NUMBERS))} | unit | ({"comparator": comparator} if comparator else {})
        )

    def identifier(self) -> Json:
        kind = {"coding": [{"system": "http://example.org/kinds", "code": self.pick(("MR", "NI"))}]}
        system = {"system": self.pick(("urn:oid:1.2.3", "http://example.org/ids"))}
        return {"value": self.pick(("1", "2", "A-3"))} | self.maybe(type=kind) | self.maybe(**system)

    def meta(self) -> Json:
        label = [{"system": systems.VISIBILITY, "code": self.pick(("MASQUE_PS", "MASQUE_PT"))}]
        found = {
            "profile": self.some(PROFILES),
            "tag": [self.coding()],
            "security": label if self.pick((0, 0, 1)) else [],
        }
        found = {name: value for name, value in found.items() if value and self.pick((True, False))}
        return {"meta": found} if found else {}

    def subject(self) -> Json:
        reference = self.pick((*(f"Patient/{id_}" for id_ in PATIENTS), "Patient/p0/_history/1", "Patient/gone",
                               "Group/p0", ELSEWHERE, ELSEWHERE, ""))  # fmt: skip
        identifier = {"identifier": {"system": "urn:oid:1.2.3", "value": self.pick(("1", "2"))}}
        return {"reference": reference} if reference else identifier


def world(seed: int) -> list[Json]:
    """Return resources in the order they are to be stored, the same for the same seed."""
    make = _Maker(seed)
    found: list[Json] = []
    for rank in range(3):
        found.append({"resourceType": "Organization", "id": f"o{rank}", "name": make.pick(PLACES)}
                     | make.maybe(partOf={"reference": f"Organization/o{rank - 1}"} if rank else None)
                     | make.maybe(identifier=[make.identifier()]))  # fmt: skip
        latitude, longitude = make.pick(POINTS)
        position = {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}
        found.append(
            {"resourceType": "Location", "id": f"l{rank}"}
            | make.maybe(
                name=make.pick(PLACES),
                position=position,
                managingOrganization={"reference": f"Organization/o{make.pick((0, 1, 2))}"},
            )
        )
    for id_ in ("m0", "m1"):
        found.append({"resourceType": "Practitioner", "id": id_, "name": [{"family": make.pick(FAMILIES)}]})
    for id_ in PATIENTS:
        found.append(_patient(make, id_))
        found.append(_team(make, id_))
    found += [_encounter(make, f"e{rank}") for rank in range(4)]
    found += [_observation(make, f"v{rank}") for rank in range(9)]
    found += [_risk(make, f"r{rank}") for rank in range(3)]
    found += [_consent(make, f"c{rank}") for rank in range(5)]
    return found


def _patient(make: _Maker, id_: str) -> Json:
    names = [
        {"family": make.pick(FAMILIES), "given": make.some(GIVEN, least=1)}
        for _ in range(make.pick((0, 1, 1, 2)))
    ]
    return (
        {"resourceType": "Patient", "id": id_}
        | make.meta()
        | make.maybe(
            name=names,
            birthDate=make.pick(DATES),
            gender=make.pick(("male", "female")),
            identifier=[make.identifier() for _ in range(make.pick((1, 2)))],
            telecom=[{"system": "phone", "value": make.pick(("01", "02"))}],
            managingOrganization={"reference": f"Organization/o{make.pick((0, 1, 2))}"},
            generalPractitioner=[{"reference": reference} for reference in make.some(MEMBERS[:2], least=1)],
        )
        | ({"deceasedBoolean": True} if make.pick((0, 0, 1)) else {})
    )


def _team(make: _Maker, patient: str) -> Json:
    periods = (
        {},
        {},
        {"period": {"start": "2020"}},
        {"period": {"end": "2021"}},
        {"period": {"start": "2090"}},
    )
    outside = {"extension": [{"url": systems.OUTSIDE_CARE_TEAM, "valueBoolean": True}]}
    participants = [
        {"member": {"reference": member}} | make.pick(periods) | make.pick(({}, {}, outside))
        for member in make.some(MEMBERS)
    ]
    period = make.pick(({"start": "2019"}, {"start": "2019"}, {"start": "2019", "end": "2022"}, {}))
    found = {
        "resourceType": "CareTeam",
        "id": f"t-{patient}",
        "status": make.pick(("active", "active", "active", "inactive")),
        "subject": {"reference": f"Patient/{patient}"},
        "participant": participants,
        "period": period,
    }
    return {name: value for name, value in found.items() if value}


def _encounter(make: _Maker, id_: str) -> Json:
    places = [
        {"location": {"reference": f"Location/l{make.pick((0, 1, 2))}"}} for _ in range(make.pick((1, 2)))
    ]
    return {
        "resourceType": "Encounter",
        "id": id_,
        "status": make.pick(("planned", "finished")),
        "class": make.coding(("AMB", "IMP")),
    } | make.maybe(
        subject=make.subject(),
        period=make.period(),
        location=places,
        serviceProvider={"reference": f"Organization/o{make.pick((0, 1, 2))}"},
    )


def _value(make: _Maker) -> Json:
    return make.pick(
        (
            {"valueQuantity": make.quantity()},
            {"valueCodeableConcept": make.concept()},
            {"valueString": make.pick(TEXTS)},
            {},
        )
    )


def _observation(make: _Maker, id_: str) -> Json:
    components = [{"code": make.concept()} | _value(make) for _ in range(make.pick((1, 2)))]
    category = [{"coding": [{"code": make.pick(tuple(SEEN))}]}]
    when = make.pick(({"effectiveDateTime": make.pick(MOMENTS)}, {"effectivePeriod": make.period()}, {}))
    return (
        {
            "resourceType": "Observation",
            "id": id_,
            "status": make.pick(("final", "preliminary")),
            "code": make.concept(),
        }
        | make.meta()
        | make.maybe(
            subject=make.subject(),
            category=category,
            component=components,
            encounter={"reference": f"Encounter/e{make.pick((0, 1, 2, 3))}"},
            performer=[{"reference": reference} for reference in make.some(MEMBERS, least=1)],
        )
        | when
        | _value(make)
    )


def _risk(make: _Maker, id_: str) -> Json:
    share = make.pick(
        (
            {"probabilityDecimal": Decimal(make.pick(SHARES))},
            {"probabilityRange": {"low": {"value": Decimal("0.2")}, "high": {"value": Decimal("0.3")}}},
        )
    )
    found = {"resourceType": "RiskAssessment", "id": id_, "status": "final", "subject": make.subject()}
    return found | make.maybe(prediction=[share, share] if make.pick((0, 1)) else [share])


def _consent(make: _Maker, id_: str) -> Json:
    by_name = {"role": {"text": "destinataire"}, "reference": {"reference": make.pick(MEMBERS)}}
    by_class = {
        "role": {"coding": [{"system": systems.READER_CLASS, "code": make.pick(("nursing", "social"))}]},
        "reference": {"display": "…"},
    }
    parts = [{"system": systems.CATEGORY, "code": make.pick(("identity", "medical", "measures", "other"))}]
    one = {"reference": make.pick(("Observation/v0", "Observation/v1", "Patient/p0", "Observation/none"))}
    provision = {
        "type": make.pick(("permit", "deny")),
        "period": make.pick(({}, {}, {"start": "2020"}, {"end": "2021"}, {"start": "2090"})),
        "actor": make.pick(([by_name], [by_class], [by_name, by_class], [])),
        "class": make.pick((parts, [])),
        "data": make.pick(([{"meaning": "instance", "reference": one}], [], [])),
    }
    return {
        "resourceType": "Consent",
        "id": id_,
        "status": make.pick(("active", "active", "active", "inactive")),
        "scope": {"coding": [{"system": systems.CONSENT_SCOPE, "code": "patient-privacy"}]},
        "category": [{"text": "Consentement"}],
        "patient": {"reference": f"Patient/{make.pick(PATIENTS)}"},
        "policy": [{"uri": "urn:cordee:information-notice:random:1"}],
        "provision": {name: value for name, value in provision.items() if value},
    }


@st.composite
def askers(draw: st.DrawFn) -> Asker:
    """Return somebody who stands in some circles, sees some parts and from whom some labels hide; or the platform."""
    keys = draw(
        st.lists(
            st.sampled_from((*MEMBERS, *(f"Patient/{id_}" for id_ in PATIENTS))), max_size=4, unique=True
        )
    )
    if draw(st.integers(0, 3)) == 0:
        return system_asker("conformance")
    return Asker(
        who="Practitioner/asker",
        role="gp",
        keys=tuple(keys),
        reads=draw(st.sampled_from((cat.ALL, cat.ALL, cat.ALL & ~cat.MEDICAL, cat.IDENTITY | cat.MEASURES))),
        writes=0,
        recipients=draw(st.sampled_from(((), (*keys, "class:nursing", "*"), (*keys, "class:nursing", "*")))),
        reader=draw(st.sampled_from((0, 0, MASQUE_PS, MASQUE_PT))),
    )
