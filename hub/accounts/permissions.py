"""Roles and what each may do. A route, a room and an event name one permission."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody does here."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    MARKETER = "marketer"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One right."""

    SESSION = "session"
    CALLS_READ = "calls:read"
    CALLS_READ_ALL = "calls:read_all"
    CALLS_CONTROL = "calls:control"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    CUSTOMERS_MERGE = "customers:merge"
    CUSTOMERS_IMPORT = "customers:import"
    CUSTOMERS_EXPORT = "customers:export"
    CONSENT_READ = "consent:read"
    CONSENT_WRITE = "consent:write"
    CONSENT_IMPORT = "consent:import"
    SUPPRESSION_MANAGE = "suppression:manage"
    PRESENCE_READ = "presence:read"
    PRESENCE_MANAGE = "presence:manage"
    TEAMS_READ = "teams:read"
    TEAMS_MANAGE_OWN = "teams:manage_own"
    TEAMS_MANAGE = "teams:manage"
    USERS_MANAGE = "users:manage"
    ROLES_MANAGE = "roles:manage"
    EXTENSIONS_READ = "extensions:read"
    EXTENSIONS_MANAGE = "extensions:manage"
    CONNECTORS_READ = "connectors:read"
    CONNECTORS_MANAGE = "connectors:manage"
    LINES_MANAGE = "lines:manage"
    HOURS_MANAGE = "hours:manage"
    FIELDS_MANAGE = "fields:manage"
    DISPOSITIONS_MANAGE = "dispositions:manage"
    NOTES_MANAGE = "notes:manage"
    VIEWS_MANAGE = "views:manage"
    RECORDINGS_OWN = "recordings:own"
    RECORDINGS_LISTEN = "recordings:listen"
    RECORDINGS_ERASE = "recordings:erase"
    ATTACHMENTS_ERASE = "attachments:erase"
    PARKED_READ = "parked:read"
    PARKED_MANAGE = "parked:manage"
    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    TASKS_READ_ALL = "tasks:read_all"
    TEMPLATES_READ = "templates:read"
    TEMPLATES_WRITE = "templates:write"
    TEMPLATES_MANAGE = "templates:manage"
    MODULES_MANAGE = "modules:manage"
    KEYS_MANAGE = "keys:manage"
    MESSAGES_SEND = "messages:send"
    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    CONVERSATIONS_READ_ALL = "conversations:read_all"
    OUTBOX_READ = "outbox:read"
    OUTBOX_TEST = "outbox:test"
    SANDBOX_MANAGE = "sandbox:manage"
    SMS_BULK = "sms:bulk"
    SMS_MANAGE = "sms:manage"
    METRICS_READ = "metrics:read"


P = Permission
ABOUT: dict[Permission, str] = {
    P.SESSION: "Be signed in: see and change one's own session, preferences, password and presence.",
    P.CALLS_READ: "See one's own calls and pops.",
    P.CALLS_READ_ALL: "See everybody's calls, live and past.",
    P.CALLS_CONTROL: "Dial, hang up and transfer one's own calls, and write their notes and results.",
    P.CUSTOMERS_READ: "See customers, identities and timelines.",
    P.CUSTOMERS_WRITE: "Create and change customers, link identities, write notes.",
    P.CUSTOMERS_MERGE: "Merge customers who are one, undo it, and work through duplicates.",
    P.CUSTOMERS_IMPORT: "Import customers from files, and take imports back.",
    P.CUSTOMERS_EXPORT: "Take lists of customers out as files.",
    P.CONSENT_READ: "See what people allowed at their addresses, its log, and the suppressions.",
    P.CONSENT_WRITE: "Record what people allow, and make links to confirm it.",
    P.CONSENT_IMPORT: "Import consents and suppressions from files, take imports back, and export them.",
    P.SUPPRESSION_MANAGE: "Suppress addresses, and lift suppressions.",
    P.PRESENCE_READ: "See who is available, on a call or away.",
    P.PRESENCE_MANAGE: "Set other people's presence, and sign them in to queues and out of them.",
    P.TEAMS_READ: "See teams and units, who is in them, and people's skills and languages.",
    P.TEAMS_MANAGE_OWN: "Create and change the teams of one's own unit, their members, and those people's skills.",
    P.TEAMS_MANAGE: "Create and change all teams and units, the list of skills, and people's units.",
    P.USERS_MANAGE: "Create users, change their roles, deactivate them.",
    P.ROLES_MANAGE: "Create, change and delete roles.",
    P.EXTENSIONS_READ: "See the extensions and who sits at them.",
    P.EXTENSIONS_MANAGE: "Create, change and delete extensions.",
    P.CONNECTORS_READ: "See the connectors' state.",
    P.CONNECTORS_MANAGE: "Add, change, check, remove and reconnect connectors.",
    P.LINES_MANAGE: "Create, change, try and delete lines: how numbers are read and dialled.",
    P.HOURS_MANAGE: "Change opening hours and holidays, and close for today.",
    P.FIELDS_MANAGE: "Create, change and archive custom fields; create, rename and delete tags.",
    P.DISPOSITIONS_MANAGE: "Keep the list of results that calls may have, and say where one is required.",
    P.NOTES_MANAGE: "Change and delete other people's notes.",
    P.VIEWS_MANAGE: "Change and delete views that others share.",
    P.RECORDINGS_OWN: "Listen to recordings of calls that one talked in, and to messages left at one's own phone.",
    P.RECORDINGS_LISTEN: "Listen to everybody's recordings and messages.",
    P.RECORDINGS_ERASE: "Erase recordings.",
    P.ATTACHMENTS_ERASE: "Erase the files of messages.",
    P.PARKED_READ: "See what could not be processed, with its content.",
    P.PARKED_MANAGE: "Try again what could not be processed, or discard it.",
    P.TASKS_READ: "See one's own tasks, those of one's teams, and those of customers that one may see.",
    P.TASKS_WRITE: "Make and change the tasks that one sees, and comment on them.",
    P.TASKS_READ_ALL: "See, change and delete everybody's tasks.",
    P.TEMPLATES_READ: "See and use the templates that one is given.",
    P.TEMPLATES_WRITE: "Create templates, and change those that one may.",
    P.TEMPLATES_MANAGE: "Change every template and its rights; keep the folders.",
    P.MODULES_MANAGE: "Switch parts of the hub on and off.",
    P.KEYS_MANAGE: "See which keys seal stored secrets, rotate and retire them.",
    P.MESSAGES_SEND: "Write messages to customers, and take back what has not left.",
    P.CONVERSATIONS_READ: "See one's own conversations by SMS, those of one's teams and customers, and nobody's.",
    P.CONVERSATIONS_WRITE: "Assign conversations, and resolve or put them off.",
    P.CONVERSATIONS_READ_ALL: "See everybody's conversations.",
    P.OUTBOX_READ: "See every outgoing message with its words, and what became of it.",
    P.OUTBOX_TEST: "Send test messages to the sandbox's page.",
    P.SANDBOX_MANAGE: "Be told when the sandbox was switched on or off, and put that notice away.",
    P.SMS_BULK: "Send a text to many customers, pause, resume and cancel it, and see how it went.",
    P.SMS_MANAGE: "Keep the routes by which SMS go out, and what sending is held to.",
    P.METRICS_READ: "Read Prometheus metrics from another machine.",
}

_AGENT = frozenset({
    P.SESSION, P.CALLS_READ, P.CALLS_CONTROL, P.CUSTOMERS_READ, P.CUSTOMERS_WRITE, P.CUSTOMERS_MERGE,
    P.PRESENCE_READ, P.EXTENSIONS_READ, P.RECORDINGS_OWN, P.CONSENT_READ, P.CONSENT_WRITE, P.TASKS_READ,
    P.TASKS_WRITE, P.TEMPLATES_READ, P.TEAMS_READ, P.MESSAGES_SEND,
    P.CONVERSATIONS_READ, P.CONVERSATIONS_WRITE,
})  # fmt: skip
ROLE_PERMISSIONS: MappingProxyType[Role, frozenset[Permission]] = MappingProxyType({
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _AGENT | {
        P.CALLS_READ_ALL, P.CONNECTORS_READ, P.LINES_MANAGE, P.FIELDS_MANAGE, P.NOTES_MANAGE, P.CUSTOMERS_IMPORT,
        P.DISPOSITIONS_MANAGE,
        P.CUSTOMERS_EXPORT, P.RECORDINGS_LISTEN, P.PRESENCE_MANAGE, P.CONSENT_IMPORT, P.SUPPRESSION_MANAGE,
        P.PARKED_READ, P.TASKS_READ_ALL, P.HOURS_MANAGE, P.TEMPLATES_WRITE, P.TEMPLATES_MANAGE, P.TEAMS_MANAGE_OWN,
        P.VIEWS_MANAGE, P.OUTBOX_READ, P.OUTBOX_TEST, P.SMS_BULK, P.SMS_MANAGE, P.CONVERSATIONS_READ_ALL,
    },
    Role.MARKETER: frozenset({
        P.SESSION, P.CUSTOMERS_READ, P.CUSTOMERS_WRITE, P.CUSTOMERS_IMPORT, P.CUSTOMERS_EXPORT, P.PRESENCE_READ,
        P.CONSENT_READ, P.CONSENT_WRITE, P.CONSENT_IMPORT, P.SUPPRESSION_MANAGE, P.TASKS_READ, P.TASKS_WRITE,
        P.TEMPLATES_READ, P.TEMPLATES_WRITE, P.TEAMS_READ, P.MESSAGES_SEND, P.OUTBOX_READ, P.OUTBOX_TEST, P.SMS_BULK,
    }),
    Role.ADMINISTRATOR: frozenset(Permission),
})  # fmt: skip
NEEDS: MappingProxyType[Permission, frozenset[Permission]] = MappingProxyType({
    P.CALLS_READ_ALL: frozenset({P.CALLS_READ}),
    P.CALLS_CONTROL: frozenset({P.CALLS_READ}),
    P.CUSTOMERS_WRITE: frozenset({P.CUSTOMERS_READ}),
    P.MESSAGES_SEND: frozenset({P.CUSTOMERS_READ}),
    P.CONVERSATIONS_READ: frozenset({P.CUSTOMERS_READ}),
    P.CONVERSATIONS_WRITE: frozenset({P.CONVERSATIONS_READ}),
    P.CONVERSATIONS_READ_ALL: frozenset({P.CONVERSATIONS_READ}),
    P.CUSTOMERS_MERGE: frozenset({P.CUSTOMERS_WRITE}),
    P.CUSTOMERS_IMPORT: frozenset({P.CUSTOMERS_WRITE}),
    P.CUSTOMERS_EXPORT: frozenset({P.CUSTOMERS_READ}),
    P.CONSENT_READ: frozenset({P.CUSTOMERS_READ}),
    P.CONSENT_WRITE: frozenset({P.CONSENT_READ}),
    P.CONSENT_IMPORT: frozenset({P.CONSENT_WRITE}),
    P.SUPPRESSION_MANAGE: frozenset({P.CONSENT_READ}),
    P.PARKED_MANAGE: frozenset({P.PARKED_READ}),
    P.PRESENCE_MANAGE: frozenset({P.PRESENCE_READ}),
    P.TASKS_WRITE: frozenset({P.TASKS_READ}),
    P.TASKS_READ_ALL: frozenset({P.TASKS_WRITE}),
    P.TEMPLATES_WRITE: frozenset({P.TEMPLATES_READ}),
    P.TEMPLATES_MANAGE: frozenset({P.TEMPLATES_WRITE}),
    P.OUTBOX_READ: frozenset({P.CUSTOMERS_READ}),
    P.SMS_BULK: frozenset({P.OUTBOX_READ}),
    P.OUTBOX_TEST: frozenset({P.OUTBOX_READ, P.TEMPLATES_READ}),
    P.TEAMS_MANAGE_OWN: frozenset({P.TEAMS_READ}),
    P.TEAMS_MANAGE: frozenset({P.TEAMS_MANAGE_OWN}),
    P.ROLES_MANAGE: frozenset({P.USERS_MANAGE}),
    P.EXTENSIONS_MANAGE: frozenset({P.EXTENSIONS_READ}),
    P.CONNECTORS_MANAGE: frozenset({P.CONNECTORS_READ}),
    P.NOTES_MANAGE: frozenset({P.CUSTOMERS_WRITE}),
    P.VIEWS_MANAGE: frozenset({P.CUSTOMERS_READ}),
    P.RECORDINGS_LISTEN: frozenset({P.RECORDINGS_OWN}),
    P.RECORDINGS_ERASE: frozenset({P.RECORDINGS_LISTEN}),
    P.ATTACHMENTS_ERASE: frozenset({P.CUSTOMERS_READ}),
})  # fmt: skip
"""What a right is of no use without; whoever has the one has the other."""


def with_needed(chosen: Iterable[Permission]) -> frozenset[Permission]:
    """The chosen rights with all that they need, and being signed in, which everybody may."""
    found, waiting = {P.SESSION}, list(chosen)
    while waiting:
        right = waiting.pop()
        if right not in found:
            found.add(right)
            waiting += NEEDS.get(right, ())
    return frozenset(found)
