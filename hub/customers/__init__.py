"""Customers, their identities, and who may be behind a number."""

from hub.customers.describe import describe_candidates
from hub.customers.identities import heard_from, link, see_identity, users_of
from hub.customers.merges import members, members_of
from hub.customers.models import Customer, CustomerIdentity, CustomerTag, Identity, Tag
from hub.customers.numbers import Address, display, is_extension, read_number
from hub.customers.rooms import add_rooms
from hub.customers.routes import routes
from hub.customers.schemas import Candidate, CustomerName
from hub.customers.store import CHOOSE, get_customer

__all__ = [
    "CHOOSE",
    "Address",
    "Candidate",
    "Customer",
    "CustomerIdentity",
    "CustomerName",
    "CustomerTag",
    "Identity",
    "Tag",
    "add_rooms",
    "describe_candidates",
    "display",
    "get_customer",
    "heard_from",
    "is_extension",
    "link",
    "members",
    "members_of",
    "read_number",
    "routes",
    "see_identity",
    "users_of",
]
