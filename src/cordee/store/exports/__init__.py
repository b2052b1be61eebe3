"""Bulk exports in the database: what was asked, how far each has come, and what it reads. See docs/bulk.md."""
