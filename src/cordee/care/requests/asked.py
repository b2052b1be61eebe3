"""What a form gives when help is asked for: who asks, for whom, why, how urgently, and what the person thinks of it."""

from datetime import date

import msgspec


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person at the first call: enough to call back, not yet a qualified identity."""

    family: str
    given: str
    gender: str
    born_on: date | None = None
    town: str = ""
    postal_code: str = ""
    phone: str = ""


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks when it is not who writes: a name and what they are for the person, and how to answer them."""

    name: str
    phone: str = ""
    email: str = ""


class NewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the form gives: `patient_id` of a person known here, else `identity`; `caller` when another asks.

    `kind`, `theme`, `origin` and `consent` are codes, empty while unknown; `theme_label` says the theme in words.
    """

    reason: str
    details: str = ""
    is_urgent: bool = False
    patient_id: str = ""
    identity: Identity | None = None
    caller: Caller | None = None
    kind: str = ""
    theme: str = ""
    theme_label: str = ""
    origin: str = "professional-form"
    consent: str = ""
