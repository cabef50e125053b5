"""The closed set of push events: a client knows them all, and a test holds the documentation against them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an event is about. Its data is the whole entity as the API gives it, or null when it is gone."""

    POP = "pop"
    CALL = "call"
    SESSION = "session"
    COMMAND = "command"
    PRESENCE = "presence"
    CONNECTOR = "connector"
    CUSTOMER = "customer"
    ENTRY = "entry"
    MENTION = "mention"
    IMPORT = "import"
    BULK = "bulk"
    PARKED = "parked"
    TASK = "task"
    REMINDER = "reminder"
    CALENDAR = "calendar"
    HOURS = "hours"
    TEMPLATE = "template"
    SUPPRESSION = "suppression"
    CONSENT_IMPORT = "consent_import"
    TEAM = "team"
    UNIT = "unit"
    SKILL = "skill"
    PERSON = "person"
    OWNER = "owner"
    ROLE = "role"
    MODULE = "module"
    MESSAGE = "message"
    CONVERSATION = "conversation"
    INBOX = "inbox"
    ARRIVAL = "arrival"
    SMS_ROUTE = "sms_route"
    SMS_BULK = "sms_bulk"


ABOUT: dict[Kind, str] = {
    Kind.POP: "A screen pop of the signed-in agent (rooms `me`).",
    Kind.CALL: "A live call, and its end (rooms `calls` and, for the agents in it, `me`).",
    Kind.SESSION: "The reader's own session, preferences or extension changed, or the session ended (room `me`).",
    Kind.COMMAND: "A call command was carried out or failed (room `me`).",
    Kind.PRESENCE: "Somebody's presence (room `presence`).",
    Kind.CONNECTOR: "A connector account's state (room `connectors`).",
    Kind.CUSTOMER: "A customer's profile (room `customer:{id}`).",
    Kind.ENTRY: "A timeline entry of a customer (room `customer:{id}`).",
    Kind.PARKED: "Something that could not be processed waits, or does no longer (room `parked`).",
    Kind.BULK: "An action on many customers, or an export, that the reader began (room `me`).",
    Kind.MENTION: "A note that names the reader came, changed, was read or went (room `me`).",
    Kind.TASK: "A task (rooms `tasks`, `team_tasks:{id}`, `customer_tasks:{id}` and, of who made or has it, `me`).",
    Kind.REMINDER: "The reader is reminded of a task, or has put that away (room `me`).",
    Kind.CALENDAR: "The calendar that the reader's tasks are kept in step with, and how it stands (room `me`).",
    Kind.HOURS: "A calendar of opening hours, its special days or its being closed by hand (room `hours`).",
    Kind.TEMPLATE: "A template or folder of templates changed; only its id and version (room `templates`).",
    Kind.SUPPRESSION: "An address or pattern is suppressed, or is no longer (room `suppressions`).",
    Kind.CONSENT_IMPORT: "A file of consents is looked at, written down or taken back (room `consent_imports`).",
    Kind.TEAM: "A team, or who is in it (room `people`).",
    Kind.UNIT: "A unit of the organisation (room `people`).",
    Kind.SKILL: "A skill of the organisation's list (room `people`).",
    Kind.PERSON: "A person's unit, skills and languages (room `people`).",
    Kind.OWNER: "Which team a queue, line or inbox belongs to (room `people`).",
    Kind.ROLE: "A role of the organisation's own (room `people`).",
    Kind.MODULE: "A part of the hub was switched on or off (room `modules`).",
    Kind.CONVERSATION: "A conversation has news, or went on (room `conversation:{id}`).",
    Kind.INBOX: "A conversation changed; only its id, whose it is and its version (room `conversations`).",
    Kind.ARRIVAL: "A message came in that concerns the reader (room `me`).",
    Kind.MESSAGE: "An outgoing message was accepted, captured, sent or went on (room `outbox`).",
    Kind.SMS_BULK: "A text to many, and how far it is (room `sms_bulks`).",
    Kind.SMS_ROUTE: "A route by which SMS go out (room `sms_routes`).",
    Kind.IMPORT: "An import of the reader's goes on, ends, or is taken back (room `me`).",
}
