"""Conversations: threads with somebody outside, opened by what comes in; and what is answered by itself."""

from hub.conversations import routes_replies as _routes_replies  # noqa: F401 - the routes register themselves
from hub.conversations.hooks import HOOKS, always_open
from hub.conversations.models import Conversation, ConversationItem
from hub.conversations.opt_outs import Answering
from hub.conversations.replies import AutoReplies
from hub.conversations.reply_rules import add as add_auto_reply
from hub.conversations.rooms import add_rooms
from hub.conversations.routes import routes
from hub.conversations.schemas import AutoReplyIn
from hub.conversations.store import register
from hub.conversations.threads import follow_arrivals, follow_written

__all__ = [
    "HOOKS",
    "Answering",
    "AutoReplies",
    "AutoReplyIn",
    "Conversation",
    "ConversationItem",
    "add_auto_reply",
    "add_rooms",
    "always_open",
    "follow_arrivals",
    "follow_written",
    "register",
    "routes",
]
