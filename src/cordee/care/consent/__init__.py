"""Consents and refusals: the one shape they are written in, and what one says. See docs/consents.md."""
