"""Somebody who signs."""

from cordee.access import Actor

NURSE = Actor(
    id="nurse", login="nurse", name="Nadia Idrissi", kind="professional", role="nurse", role_label="Infirmière",
    who="PractitionerRole/nurse", keys=("PractitionerRole/nurse",), organization="", organization_name="",
)  # fmt: skip
