"""Hold values against a profile: counts, types, fixed values and patterns, bindings, targets, slices, invariants.

Called on values whose structure was checked already; it must not fail on others all the same.
"""

from functools import partial
from typing import Any

from cordee.fhir.definitions import Registry
from cordee.fhir.json_value import Json
from cordee.fhir.validation.bindings import check_binding, membership
from cordee.fhir.validation.check import PROFILES_INSIDE_MAX, Check, Scope
from cordee.fhir.validation.fixed_values import fits_pattern, is_same
from cordee.fhir.validation.invariants import check_invariants
from cordee.fhir.validation.place import Item, items_of
from cordee.fhir.validation.profiles import profile_of, versions_of
from cordee.fhir.validation.references import check_reference, reference_type
from cordee.fhir.validation.rule_faults import RuleFaults
from cordee.fhir.validation.rules import Rule
from cordee.fhir.validation.slices import check_slices
from cordee.fhir.validation.wordings import address

_BASE = "http://hl7.org/fhir/StructureDefinition/"


def check_named_profile(
    check: Check, scope: Scope, item: Item, url: str, place: str, unknown: str = "information"
) -> None:
    """Check a resource against a profile it names, or somebody asks for, at `place`.

    When several versions are in force and none is named, conforming to one is enough; if it conforms to none, the
    findings are those of the version with the fewest errors. A profile that is not in force is a finding of
    severity `unknown`.
    """
    if is_plain_type(check.registry, url, item.kind):
        return
    versions = versions_of(check.registry, url)
    if not versions:
        french, english = address(url)
        check.report.add(
            unknown,
            "not-found",
            place,
            f"Le profil{french} n’est pas installé ici : rien n’est contrôlé à son sujet.",
            f"The profile{english} is not installed here: nothing is checked about it.",
        )
        return
    check_one_of(check, scope, item, versions)


def check_profiles_of_type(
    check: Check, scope: Scope, item: Item, profiles: dict[str, tuple[str, ...]], source: str
) -> None:
    """Check a value against the profiles an element asks of its type: one of them is enough.

    Profiles not in force are not checked; when one of several is missing, none is: it could be the right one.
    """
    urls = profiles.get(item.kind) or profiles.get(_resource_type(item), ())
    versions = tuple(version for url in urls for version in versions_of(check.registry, url))
    if versions and all(versions_of(check.registry, url) for url in urls):
        check_one_of(check, scope, item, versions)


def check_one_of(check: Check, scope: Scope, item: Item, canonicals: tuple[str, ...]) -> None:
    """Check a value against several profiles of which one is enough; reports the one it fits best."""
    if check.inside >= PROFILES_INSIDE_MAX:
        return
    if len(canonicals) == 1:
        check_profile(check, scope, item, canonicals[0])
        return
    best: Check | None = None
    for canonical in canonicals:
        aside = check.aside()
        aside.try_out(partial(check_profile, aside, scope, item, canonical))
        if best is None or aside.report.errors < best.report.errors:
            best = aside
        if not aside.report.errors:
            break
    if best is not None:
        check.report.take(best.report.issues)


def check_profile(check: Check, scope: Scope, item: Item, canonical: str) -> None:
    """Check a value against one profile; says so when the profile is about another type."""
    profile = profile_of(check.registry, canonical)
    if profile is None:
        return
    kind = _resource_type(item) or item.kind
    if profile.kind != kind:
        RuleFaults(check.report).wrong_kind(item.place, profile.kind, profile.label)
        return
    check.inside += 1
    _content(check, scope, profile.root, item)
    check.inside -= 1


def is_plain_type(registry: Registry, url: str, kind: str) -> bool:
    """Return whether a canonical address is the R4 definition of `kind` itself, which is checked anyway."""
    return url.partition("|")[0] == _BASE + kind and registry.type_structure(kind) is not None


class Asking:
    """What discriminators ask of the validation in progress."""

    def __init__(self, check: Check, scope: Scope) -> None:
        self._check = check
        self._scope = scope

    def resolve(self, reference: str) -> Json | None:
        """Return the resource a reference leads to inside the input."""
        return self._scope.resolve(reference)

    def is_member(self, item: Item, value_set: str) -> bool:
        """Return whether a code is known to be in a value set."""
        return membership(self._check.registry, item, value_set) is True

    def conforms(self, item: Item, profiles: tuple[str, ...]) -> bool:
        """Return whether a value, or what a reference leads to, follows one of the profiles."""
        if item.kind == "Reference" or "reference" in item.properties:
            found = reference_type(self._scope, item.value)
            resource = self._scope.resolve(str(item.value.get("reference", "")))
            if resource is None:
                return any(_kind_of(self._check.registry, url) == found for url in profiles)
            item = Item(resource, None, found, item.place)
        return any(self._conforms_to(item, url) for url in profiles)

    def _conforms_to(self, item: Item, url: str) -> bool:
        registry = self._check.registry
        if is_plain_type(registry, url, _resource_type(item) or item.kind):
            return True
        return any(self._remembered(item, version) for version in versions_of(registry, url))

    def _remembered(self, item: Item, canonical: str) -> bool:
        key = (id(item.value), canonical)
        known = self._check.conformances.get(key)
        if known is None:
            if self._check.inside >= PROFILES_INSIDE_MAX:
                return False
            self._check.conformances[key] = False
            aside = self._check.aside()
            scope = (
                Scope(item.value, item.place, None, self._scope.entries)
                if _resource_type(item)
                else self._scope
            )
            aside.try_out(partial(check_profile, aside, scope, item, canonical))
            known = self._check.conformances[key] = not aside.report.errors
        return known


def conforms_to(check: Check, scope: Scope, value: Any, url: str) -> bool | None:
    """Return whether a resource or element conforms to a profile; None when no such profile is in force."""
    kind = str(value.get("resourceType", "")) if isinstance(value, dict) else ""
    if is_plain_type(check.registry, url, kind):
        return True
    versions = versions_of(check.registry, url)
    if not versions:
        return None
    profile = profile_of(check.registry, versions[0])
    item = Item(value, None, kind or (profile.kind if profile else ""), scope.place)
    return Asking(check, scope).conforms(item, (url,))


def _kind_of(registry: Registry, url: str) -> str:
    profile = next((profile_of(registry, version) for version in versions_of(registry, url)), None)
    return profile.kind if profile else url.partition("|")[0].removeprefix(_BASE)


def _resource_type(item: Item) -> str:
    return str(item.value.get("resourceType", "")) if isinstance(item.value, dict) else ""


def _content(check: Check, scope: Scope, rule: Rule, item: Item) -> None:
    """Check what a rule asks of one value, apart from how many there are."""
    check.spend(item.place)
    before = check.report.errors
    for child in rule.children:
        _rule(check, scope, child, item)
    if rule.invariants and check.report.errors == before:
        check_invariants(
            check, scope, rule.invariants, item, rule.inline or _resource_type(item) or item.kind
        )


def _rule(check: Check, scope: Scope, rule: Rule, parent: Item) -> None:
    items = items_of(parent, rule.stem, rule.names)
    faults = RuleFaults(check.report)
    if len(items) < rule.min or (rule.max is not None and len(items) > rule.max):
        faults.wrong_count(f"{parent.place}.{rule.stem}", len(items), rule.min, rule.max, rule.source)
        if rule.max == 0:
            return
    for item in items:
        _value(check, scope, rule, item, faults)
    if rule.slicing is not None:
        asking = Asking(check, scope)
        placed = check_slices(asking, faults, rule, items, f"{parent.place}.{rule.stem}")
        for one, item in placed:
            _value(check, scope, one.rule, item, faults)
            _slices_again(check, scope, one.rule, [item for other, item in placed if other is one], parent)


def _slices_again(check: Check, scope: Scope, rule: Rule, items: list[Item], parent: Item) -> None:
    if rule.slicing is not None:
        faults = RuleFaults(check.report)
        for one, item in check_slices(
            Asking(check, scope), faults, rule, items, f"{parent.place}.{rule.stem}"
        ):
            _value(check, scope, one.rule, item, faults)


def _value(check: Check, scope: Scope, rule: Rule, item: Item, faults: RuleFaults) -> None:
    if rule.kinds is not None and not _is_kind(rule.kinds, item):
        faults.wrong_kind(item.place, ", ".join(sorted(rule.kinds)), rule.source)
        return
    if item.value is not None:
        if rule.fixed is not None and not is_same(item.value, rule.fixed):
            faults.not_fixed(item.place, rule.fixed, rule.source)
        if rule.pattern is not None and not fits_pattern(item.value, rule.pattern):
            faults.not_pattern(item.place, rule.pattern, rule.source)
        if rule.length_max is not None and len(str(item.value)) > rule.length_max:
            faults.too_long(item.place, rule.length_max, rule.source)
        _range(rule, item, faults)
    if rule.binding is not None:
        check_binding(check, rule.binding, item)
    if (rule.targets or rule.is_contained) and isinstance(item.value, dict):
        check_reference(check, scope, item, rule.targets, rule.source, rule.is_contained)
    if rule.profiles:
        check_profiles_of_type(check, scope, item, rule.profiles, rule.source)
    _content(check, scope, rule, item)


def _is_kind(kinds: frozenset[str], item: Item) -> bool:
    return item.kind in kinds or _resource_type(item) in kinds or "Resource" in kinds


def _range(rule: Rule, item: Item, faults: RuleFaults) -> None:
    """Compare with `minValue[x]` and `maxValue[x]` where both are of the same primitive type."""
    value: Any = item.value
    for limit, is_lowest in ((rule.lowest, True), (rule.highest, False)):
        if (
            limit is None
            or isinstance(limit, dict)
            or isinstance(value, bool)
            or isinstance(value, str) != isinstance(limit, str)
        ):
            continue
        if isinstance(value, dict | list) or isinstance(limit, list):
            continue
        if value < limit if is_lowest else value > limit:
            faults.out_of_range(item.place, limit, is_lowest, rule.source)
