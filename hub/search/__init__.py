"""Find customers by any part of a name or address, and messages by their words."""

from hub.search.added import Added, index_added, index_lines, line_of_added
from hub.search.customers import Found, customer_ids, find_customers
from hub.search.messages import (
    find_messages,
    forget_message,
    forget_messages,
    index_message,
    index_messages,
    wanted_words,
)
from hub.search.pending import index_all, index_customers, index_pending, register
from hub.search.query import Query, parse
from hub.search.snippet import Snippet, snippet
from hub.search.timebox import TooSlow, timeboxed

__all__ = [
    "Added",
    "Found",
    "Query",
    "Snippet",
    "TooSlow",
    "customer_ids",
    "find_customers",
    "find_messages",
    "forget_message",
    "forget_messages",
    "index_added",
    "index_all",
    "index_customers",
    "index_lines",
    "index_message",
    "index_messages",
    "index_pending",
    "line_of_added",
    "parse",
    "register",
    "snippet",
    "timeboxed",
    "wanted_words",
]
