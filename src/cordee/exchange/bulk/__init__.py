"""Bulk exports: NDJSON files of what somebody may see, made chunk by chunk. See docs/bulk.md.

Owns files and what goes into them. Must not know SQL or HTTP.
"""

from cordee.exchange.bulk.exporting import Exporter
from cordee.exchange.bulk.files import ExportFiles

__all__ = ["ExportFiles", "Exporter"]
