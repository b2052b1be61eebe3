"""Applications that act for somebody, or for a structure: who they are, what they ask, what they are given.

Owns the SMART authorization server, the launches from our pages and the contextual calls from other software. Must not
know HTTP nor pages. See docs/smart.md and ADR 0023.
"""
