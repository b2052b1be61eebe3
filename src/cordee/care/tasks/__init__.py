"""Tasks: who is asked to do what, by when, and of what it comes. One R4 Task each, whatever its source."""

from cordee.care.tasks.building import PRIORITIES, new_task

__all__ = ["PRIORITIES", "new_task"]
