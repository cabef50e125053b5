"""Durable work: enqueued in the business transaction, done at least once, retried with backoff."""

from hub.jobs.causes import CAUSES, cause_of
from hub.jobs.dead import DEAD, discard_dead, purge_dead, retry_dead
from hub.jobs.handlers import Context, Handlers, is_held
from hub.jobs.queue import Claimed, JobLost, Later, count_waiting, enqueue, enqueue_keyed, enqueue_many, recall
from hub.jobs.workers import Workers

__all__ = [
    "CAUSES",
    "DEAD",
    "Claimed",
    "Context",
    "Handlers",
    "JobLost",
    "Later",
    "Workers",
    "cause_of",
    "count_waiting",
    "discard_dead",
    "enqueue",
    "enqueue_keyed",
    "enqueue_many",
    "is_held",
    "purge_dead",
    "recall",
    "retry_dead",
]
