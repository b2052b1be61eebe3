"""What waits for me: the records that moved, my day, my actions. Built from searches."""

from cordee.care.worklist.day import Visit, my_day
from cordee.care.worklist.moved import Moved, MovedPage, records_moved
from cordee.care.worklist.records import RecordLine, RecordList, my_record_count, my_records
from cordee.care.worklist.todos import TodoList, mark_todo, my_todos, unmark_todo

__all__ = [
    "Moved",
    "MovedPage",
    "RecordLine",
    "RecordList",
    "TodoList",
    "Visit",
    "mark_todo",
    "my_day",
    "my_record_count",
    "my_records",
    "my_todos",
    "records_moved",
    "unmark_todo",
]
