"""Sets of profiles, tags and security labels: joined and taken apart, as `$meta-add` and `$meta-delete` do."""

from typing import Any

from cordee.fhir.json_value import Json

CODINGS = ("security", "tag")


def with_labels(meta: Json, added: Json) -> Json:
    """Return a meta with the profiles, tags and labels of another one too; what is there already is not repeated."""
    found = dict(meta)
    present_profiles = set(meta.get("profile", ()))
    if profiles := [one for one in added.get("profile", ()) if one not in present_profiles]:
        found["profile"] = [*meta.get("profile", ()), *dict.fromkeys(profiles)]
    for name in CODINGS:
        codings = {_key(coding): coding for coding in reversed(added.get(name, ()))}
        present = {_key(coding) for coding in meta.get(name, ())}
        if new := [coding for key, coding in reversed(codings.items()) if key not in present]:
            found[name] = [*meta.get(name, ()), *new]
    return found


def without_labels(meta: Json, removed: Json) -> Json:
    """Return a meta without the profiles, tags and labels of another one; those it does not have are no error."""
    found = dict(meta)
    gone_profiles = set(removed.get("profile", ()))
    _keep(found, "profile", [one for one in meta.get("profile", ()) if one not in gone_profiles])
    for name in CODINGS:
        gone = {_key(coding) for coding in removed.get(name, ())}
        _keep(found, name, [coding for coding in meta.get(name, ()) if _key(coding) not in gone])
    return found


def _keep(meta: Json, name: str, values: list[Any]) -> None:
    if len(values) == len(meta.get(name, ())):
        return
    meta.pop(f"_{name}", None)  # extensions of the profiles' own text no longer stand beside the right one
    meta.pop(name)
    if values:
        meta[name] = values


def _key(coding: Json) -> tuple[Any, Any]:
    """Return what a tag is known by: version and display do not count."""
    return coding.get("system"), coding.get("code")
