"""Published invariants known to be wrong, and what is evaluated instead.

Only where the guide's own text, or its next version, says what was meant; each is a line of SPEC_CLARIFICATIONS.md.
"""

_RELIABILITY = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability"
_INS = "identifier.where(system = 'urn:oid:1.2.250.1.213.1.4.{}').exists()"


def _one_ins(*oids: int) -> str:
    qualified = f"(extension.where(url= '{_RELIABILITY}').extension.where(url = 'identityStatus').value.code = 'VALI')"
    return f"{qualified} implies ({' or '.join(_INS.format(oid) for oid in oids)})"


CORRECTIONS = {
    # que-7 of R4: `Boolean` is FHIRPath's own type, which no answer of FHIR has; R5 writes it as meant
    "operator = 'exists' implies (answer is Boolean)": "operator = 'exists' implies (answer is boolean)",
    # fr-core-1 of 2.1.0 names the OID of tests twice and that of demonstrations never; 2.2.0 names both
    _one_ins(8, 9, 10, 10): _one_ins(8, 9, 10, 11),
}
"""Expression published → expression evaluated."""
