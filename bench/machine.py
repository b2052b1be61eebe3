"""What the figures were measured on."""

import os
import platform
import subprocess
from pathlib import Path

from bench.postgres import programs


def machine() -> str:
    """Return one line: processor, cores, memory, PostgreSQL, Python."""
    version = subprocess.check_output([programs() / "postgres", "--version"], text=True, cwd="/").split()[-1]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores shared by server, database and client, {memory} GB, "
        f"PostgreSQL {version}, Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )
