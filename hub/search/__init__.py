"""Find customers by any part of a name or address, and messages by their words."""

from hub.search.customers import Found, customer_ids, find_customers
from hub.search.messages import Visible, find_messages, index_message, wanted_words
from hub.search.pending import index_all, index_customers, index_pending, register
from hub.search.query import Query, parse

index_customer = index_customers

__all__ = [
    "Found",
    "Query",
    "Visible",
    "customer_ids",
    "find_customers",
    "find_messages",
    "index_all",
    "index_customer",
    "index_customers",
    "index_message",
    "index_pending",
    "parse",
    "register",
    "wanted_words",
]
