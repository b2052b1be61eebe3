"""When a job that failed is run again: for ever, after a wait that doubles up to a quarter of an hour."""

from datetime import timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from cordee.kernel.clock import now

FIRST_WAIT_S = 2
WAIT_MAX_S = 15 * 60
DOUBLINGS_MAX = 12


class Patience(BaseRetryStrategy):
    """Retries without end: what was acknowledged to a person is never given up; a failing job shows in the log."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return the next try, later each time."""
        return RetryDecision(retry_at=now() + timedelta(seconds=wait_seconds(job.attempts)))


def wait_seconds(attempts: int) -> int:
    """Return how long to wait after that many attempts."""
    return int(min(WAIT_MAX_S, FIRST_WAIT_S * 2 ** min(attempts, DOUBLINGS_MAX)))
