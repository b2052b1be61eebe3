"""Everything generated at build time: npm packages, FHIR definitions, browser assets.

Owns what `hatch_build.py` and `make` call. Nothing of it is installed; it imports nothing of `cordee`.
"""
