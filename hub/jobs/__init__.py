"""Durable work: enqueued in the business transaction, done at least once, retried with backoff."""

from hub.jobs.dead import DEAD, discard_dead, purge_dead, retry_dead
from hub.jobs.handlers import Context, Handlers
from hub.jobs.queue import Claimed, JobLost, enqueue
from hub.jobs.workers import Workers

__all__ = [
    "DEAD",
    "Claimed",
    "Context",
    "Handlers",
    "JobLost",
    "Workers",
    "discard_dead",
    "enqueue",
    "purge_dead",
    "retry_dead",
]
