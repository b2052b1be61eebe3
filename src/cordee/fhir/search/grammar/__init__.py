"""The grammar of a search request: one file for each kind of value and each kind of criterion.

Source: https://hl7.org/fhir/R4/search.html
"""
