"""The life of a coordination record (EpisodeOfCare): opened, suspended, closed with a summary, opened again.

`current` says which episode a page speaks of, `statuses` writes its history, one file an act. Decision: ADR 0032.
"""
