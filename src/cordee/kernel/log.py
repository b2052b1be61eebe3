"""Structured logs, one JSON line an event, never with personal data."""

import logging
import sys
import traceback
from typing import Any, TextIO, cast

import structlog

FRAMES_MAX = 6


class _StandardError:
    """Whatever standard error is when a line is written: loggers outlive those who replace it."""

    def write(self, text: str) -> int:
        """Write to it."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush it."""
        sys.stderr.flush()


def configure_logging(*, verbose: bool = False) -> None:
    """Send structured logs to standard error: standard output belongs to data."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=cast("TextIO", _StandardError())),
        cache_logger_on_first_use=True,
    )


def get_logger(name: str) -> Any:
    """Return the logger of a module; log reference numbers and ids, never names, notes or traits."""
    return structlog.get_logger(module=name)


def fault(error: BaseException) -> dict[str, Any]:
    """Return what may be logged of an unexpected exception: its kind and where it was raised.

    Never its text: what comes from the database or a parser quotes the values it stumbled over.
    """
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    return {"kind": type(error).__name__, "frames": [f"{frame.filename}:{frame.lineno}" for frame in frames]}
