"""The modules of this version, and what is none: the kernel, without which nobody could work."""

from __future__ import annotations

from hub.accounts import Permission
from hub.modules.manifest import Module

P = Permission
CATALOGUE: tuple[Module, ...] = (
    Module(
        "teams",
        permissions=frozenset({P.TEAMS_READ, P.TEAMS_MANAGE_OWN, P.TEAMS_MANAGE}),
        paths=("/api/teams", "/api/units", "/api/skills", "/api/people", "/api/owners", "/api/me/managed"),
        rooms=frozenset({"people"}),
        wiring="hub.wiring.teams",
    ),
    Module(
        "lines",
        permissions=frozenset({P.LINES_MANAGE}),
        paths=("/api/lines",),
        wiring="hub.wiring.lines",
    ),
    Module(
        "hours",
        needs=frozenset({"lines", "teams"}),
        permissions=frozenset({P.HOURS_MANAGE}),
        paths=("/api/hours",),
        rooms=frozenset({"hours"}),
        wiring="hub.wiring.hours",
    ),
    Module(
        "tasks",
        needs=frozenset({"teams"}),
        permissions=frozenset({P.TASKS_READ, P.TASKS_WRITE, P.TASKS_READ_ALL}),
        paths=(
            "/api/tasks",
            "/api/teams/{team_id}/task-counts",
            "/api/me/reminders",
            "/api/me/calendar",
            "/api/me/calendar-links",
            "/calendar",
        ),
        rooms=frozenset({"tasks", "team_tasks", "customer_tasks"}),
        jobs=("tasks.",),
        wiring="hub.wiring.tasks",
    ),
    Module(
        "templates",
        needs=frozenset({"lines", "teams"}),
        permissions=frozenset({P.TEMPLATES_READ, P.TEMPLATES_WRITE, P.TEMPLATES_MANAGE, P.OUTBOX_TEST}),
        paths=("/api/templates", "/api/template-folders", "/api/outbox/test"),
        rooms=frozenset({"templates"}),
        wiring="hub.wiring.templates",
    ),
    Module(
        "sms",
        needs=frozenset({"imports", "lines"}),
        permissions=frozenset({P.SMS_MANAGE, P.SMS_BULK}),
        paths=("/api/sms",),
        rooms=frozenset({"sms_routes", "sms_bulks"}),
        jobs=("sms.",),
        wiring="hub.wiring.sms",
    ),
    Module(
        "links",
        paths=("/api/links", "/l"),
        jobs=("links.",),
        wiring="hub.wiring.links",
    ),
    Module(
        "imports",
        permissions=frozenset({P.CUSTOMERS_IMPORT, P.CUSTOMERS_EXPORT}),
        paths=("/api/imports", "/api/bulk"),
        jobs=("imports.", "bulk.", "customers.bulk"),
        wiring="hub.wiring.imports",
    ),
    Module(
        "recordings",
        permissions=frozenset({P.RECORDINGS_OWN, P.RECORDINGS_LISTEN, P.RECORDINGS_ERASE}),
        paths=("/api/calls/{call_id}/recordings", "/api/recordings"),
        jobs=("recordings.",),
        wiring="hub.wiring.recordings",
    ),
)
