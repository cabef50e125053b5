"""Conversations: threads with somebody outside, opened by what comes in; and what is answered by itself."""

from hub.conversations.models import Conversation, ConversationItem
from hub.conversations.opt_outs import Answering
from hub.conversations.rooms import add_rooms
from hub.conversations.routes import routes
from hub.conversations.store import register
from hub.conversations.threads import follow_arrivals, follow_written

__all__ = [
    "Answering",
    "Conversation",
    "ConversationItem",
    "add_rooms",
    "follow_arrivals",
    "follow_written",
    "register",
    "routes",
]
