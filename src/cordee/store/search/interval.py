"""A stored range against the range, or the point, a value means: the prefixes of R4.

Source: https://hl7.org/fhir/R4/search.html#prefix
"""

# A date compares by the whole range it means, ends excluded.
OF_DATES = {
    "eq": "({start} >= {low} AND {start} < {high} AND {end} <= {high})",
    "ne": "({start} < {low} OR {end} > {high})",
    "gt": "{end} > {high}",
    "lt": "{start} < {low}",
    "ge": "({start} >= {low} OR {end} > {high})",
    "le": "({end} <= {high} OR {start} < {low})",
    "sa": "{start} >= {high}",
    "eb": "{end} <= {low}",
    "ap": "({start} < {high} AND {end} > {low})",
}

# Stored numbers are exact, both ends counting. `eq`, `ne` and `ap` compare with all that the digits of the value may
# mean; the other prefixes with the value itself.
OF_NUMBERS = {
    "eq": "({start} >= {low} AND {start} < {high} AND {end} < {high})",
    "ne": "({start} < {low} OR {end} >= {high})",
    "gt": "{end} > {point}",
    "lt": "{start} < {point}",
    "ge": "{end} >= {point}",
    "le": "{start} <= {point}",
    "sa": "{start} > {point}",
    "eb": "{end} < {point}",
    "ap": "({start} <= {high} AND {end} >= {low})",
}
