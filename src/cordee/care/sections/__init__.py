"""The medical and the social part of a record, kind by kind: read, add, amend, stop, enter in error, take back.

`kind.py` says what a kind is; one file a kind says its fields and its R4 shape; `acts.py` is what changes one. What
somebody observed (Observation) is replaced by a new word; everything else is changed in place and keeps its versions.
Decision: ADR 0032.
"""
