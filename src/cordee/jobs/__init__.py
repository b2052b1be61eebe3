"""Background work: jobs that were written in a writer's transaction are run here, retried until they succeed.

Owns the worker and the tasks; each task calls one use case of `care` through the platform's own door. Must not know
pages or routes.
"""

from cordee.jobs.worker import Jobs, run

__all__ = ["Jobs", "run"]
