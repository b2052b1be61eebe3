"""What the search indexes hold about a resource: one file for each kind of parameter.

A kind's `writer(type_name, source)` returns a function that writes the rows of one value of that FHIR type, or None
when the kind can make nothing of the type. Writers never fail: a value of the wrong form gives no row.
"""
