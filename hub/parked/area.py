"""The area's routes register themselves here; its room."""

from hub.web import Routes

routes = Routes("parked")
ROOM = "parked"
RETRY_JOB = "parked.retry"
"""The job that tries items again; given up, it is no dead letter of its own: its items are in the list."""
