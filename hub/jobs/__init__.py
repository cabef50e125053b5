"""Durable work: enqueued in the business transaction, done at least once, retried with backoff."""

from hub.jobs.handlers import Context, Handlers
from hub.jobs.queue import JobLost, enqueue
from hub.jobs.workers import Workers

__all__ = ["Context", "Handlers", "JobLost", "Workers", "enqueue"]
