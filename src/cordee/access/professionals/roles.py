"""From what somebody exercises to a role of the territory: one table. What is not in it opens nothing.

The codes are the national ones; the roles are those a pack names (`territories.vocabulary`). A territory whose pack
does not name a role gives it to nobody.
Source: TRE_G15-ProfessionSante, TRE_R94-ProfessionSocial, TRE_R38-SpecialiteOrdinale, TRE_R02-SecteurActivite,
TRE_R85-RolePriseCharge (NOS, ANS, 2025-05-23).
"""

from cordee.access.professionals.claims import Activity

DOCTOR = "10"
GENERAL_PRACTICE = frozenset({"SM26", "SM53", "SM54"})
"""General practice as a qualification, as a speciality of the order, and as a diploma (TRE_R38)."""
HOSPITALS = frozenset({"SA01", "SA02", "SA03", "SA04"})
"""Public, military and private hospitals (TRE_R02)."""

_BY_PROFESSION = {
    "21": "pharmacist",
    "35": "care-assistant",
    "40": "dentist",
    "50": "midwife",
    "60": "nurse",
    "69": "nurse",
    "70": "physiotherapist",
    "80": "podiatrist",
    "91": "speech-therapist",
    "92": "orthoptist",
    "93": "psychologist",
    "94": "occupational-therapist",
    "95": "dietitian",
    "96": "psychomotor-therapist",
    "41": "social-worker",
    "44": "social-worker",
    "51": "social-worker",
    "42": "home-help",
    "43": "home-help",
}


def role_of(activity: Activity) -> str:
    """Return the role code of an activity, empty when it has none here.

    - a doctor: general practitioner by their skill, else hospital doctor by their sector, else specialist;
    - any other: by their profession.
    Being a pathway coordinator is not enough to be one of a coordination structure: the directory says who is.
    """
    if activity.profession != DOCTOR:
        return _BY_PROFESSION.get(activity.profession, "")
    if activity.skill in GENERAL_PRACTICE:
        return "gp"
    return "hospital-doctor" if activity.sector in HOSPITALS else "specialist"
