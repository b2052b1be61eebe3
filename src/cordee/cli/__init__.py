"""The commands an operator types: one module each, which reads its arguments, calls the layer below and reports.

Owns the process side of Cordée: the demo's supervisor, its data folder, the server and worker processes. Data goes to
standard output, everything else to standard error; the exit code is 0 (done), 1 (refused or failed) or 2 (misused).
Must not hold a rule of care, a right or a line of SQL.
"""

from cordee.cli.entry import main

__all__ = ["main"]
