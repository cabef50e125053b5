"""Customers, their identities, and who may be behind a number."""

from hub.customers.changes import lock_customer
from hub.customers.contacts import register as register_contacts
from hub.customers.describe import candidates, candidates_of_each, describe_candidates, organisations_of
from hub.customers.duplicates import look_for as look_for_duplicates
from hub.customers.duplicates_run import register as register_duplicates
from hub.customers.field_values import WrongValue, clean_value, clean_values
from hub.customers.fields import load_fields
from hub.customers.fields import register as register_fields
from hub.customers.filter_fields import Catalogue, load_catalogue
from hub.customers.filter_sql import Frame
from hub.customers.filters import read_filter
from hub.customers.hooks import HOOKS
from hub.customers.identities import heard_from, link, see_identity, seen, users_of
from hub.customers.lists import Selection, Sort, count_customers, find_customers, find_ids, key_of, select_ids
from hub.customers.lookup import Found, look_up, look_up_many
from hub.customers.many import heard_from_many, read_peer, see_identities, users_of_many
from hub.customers.merges import members, members_of
from hub.customers.merging import merge
from hub.customers.models import Customer, CustomerIdentity, CustomerTag, CustomField, Identity, Tag
from hub.customers.models import shown as shown_address
from hub.customers.numbers import Address, dial_number, display, is_extension, read_email, read_number, tidy
from hub.customers.rooms import add_rooms
from hub.customers.routes import routes
from hub.customers.routes_duplicates import routes as duplicate_routes
from hub.customers.routes_fields import routes as field_routes
from hub.customers.routes_identities import routes as identity_routes
from hub.customers.routes_lists import VIEW_AREA
from hub.customers.routes_lists import routes as list_routes
from hub.customers.routes_merges import routes as merge_routes
from hub.customers.routes_search import routes as search_routes
from hub.customers.routes_tags import routes as tag_routes
from hub.customers.routes_timeline import routes as timeline_routes
from hub.customers.rows import all_addresses, all_tags
from hub.customers.schemas import Candidate, ConsentOut, CustomerName, CustomerOut, NewCustomer, NewIdentity
from hub.customers.store import CHOOSE, REGROUPED, WAITING, add_customer, get_customer
from hub.customers.store import describe_many as describe_customers
from hub.customers.store import show_many as show_customers
from hub.customers.store import touch_many as touch_customers
from hub.customers.tags import ensure_tags, put_tags, set_tags

__all__ = [
    "CHOOSE",
    "HOOKS",
    "REGROUPED",
    "VIEW_AREA",
    "WAITING",
    "Address",
    "Candidate",
    "Catalogue",
    "ConsentOut",
    "CustomField",
    "Customer",
    "CustomerIdentity",
    "CustomerName",
    "CustomerOut",
    "CustomerTag",
    "Found",
    "Frame",
    "Identity",
    "NewCustomer",
    "NewIdentity",
    "Selection",
    "Sort",
    "Tag",
    "WrongValue",
    "add_customer",
    "add_rooms",
    "all_addresses",
    "all_tags",
    "candidates",
    "candidates_of_each",
    "clean_value",
    "clean_values",
    "count_customers",
    "describe_candidates",
    "describe_customers",
    "dial_number",
    "display",
    "duplicate_routes",
    "ensure_tags",
    "field_routes",
    "find_customers",
    "find_ids",
    "get_customer",
    "heard_from",
    "heard_from_many",
    "identity_routes",
    "is_extension",
    "key_of",
    "link",
    "list_routes",
    "load_catalogue",
    "load_fields",
    "lock_customer",
    "look_for_duplicates",
    "look_up",
    "look_up_many",
    "members",
    "members_of",
    "merge",
    "merge_routes",
    "organisations_of",
    "put_tags",
    "read_email",
    "read_filter",
    "read_number",
    "read_peer",
    "register_contacts",
    "register_duplicates",
    "register_fields",
    "routes",
    "search_routes",
    "see_identities",
    "see_identity",
    "seen",
    "select_ids",
    "set_tags",
    "show_customers",
    "shown_address",
    "tag_routes",
    "tidy",
    "timeline_routes",
    "touch_customers",
    "users_of",
    "users_of_many",
]
