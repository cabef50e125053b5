"""Durable work: enqueued in the business transaction, done at least once, retried with backoff."""

from hub.jobs.dead import discard_dead, list_dead, purge_dead, retry_dead
from hub.jobs.handlers import Context, Handlers
from hub.jobs.queue import JobLost, enqueue
from hub.jobs.workers import Workers

__all__ = [
    "Context",
    "Handlers",
    "JobLost",
    "Workers",
    "discard_dead",
    "enqueue",
    "list_dead",
    "purge_dead",
    "retry_dead",
]
