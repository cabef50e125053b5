"""Tasks: follow-ups and promises, with a day, a reminder and, where they come again, a rule."""

from hub.tasks.access import Reach, get_task, reach_of
from hub.tasks.comments import add_comment
from hub.tasks.due import do_what_is_due, register
from hub.tasks.dues import NINE, zone_of
from hub.tasks.hooks import HOOKS
from hub.tasks.ical import LASTS, PRIORITIES, PRODUCT
from hub.tasks.many import change_each, touch
from hub.tasks.models import NEVER, Task, TaskTombstone
from hub.tasks.present import describe_many
from hub.tasks.promises import promises_due
from hub.tasks.recurrence import moment_of, next_day
from hub.tasks.rooms import add_rooms
from hub.tasks.routes import routes
from hub.tasks.routes_feed import routes as feed_routes
from hub.tasks.rules import NotARule, Rule, read_rule
from hub.tasks.schemas import NewTask, TaskChange, TaskOut
from hub.tasks.store import add_task, change_task, delete_task, keep_new
from hub.tasks.tombstones import is_deleted, tombstones_of

__all__ = [
    "HOOKS",
    "LASTS",
    "NEVER",
    "NINE",
    "PRIORITIES",
    "PRODUCT",
    "NewTask",
    "NotARule",
    "Reach",
    "Rule",
    "Task",
    "TaskChange",
    "TaskOut",
    "TaskTombstone",
    "add_comment",
    "add_rooms",
    "add_task",
    "change_each",
    "change_task",
    "delete_task",
    "describe_many",
    "do_what_is_due",
    "feed_routes",
    "get_task",
    "is_deleted",
    "keep_new",
    "moment_of",
    "next_day",
    "promises_due",
    "reach_of",
    "read_rule",
    "register",
    "routes",
    "tombstones_of",
    "touch",
    "zone_of",
]
