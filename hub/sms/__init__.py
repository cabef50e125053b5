"""SMS: by which routes they go out, and what that is held to."""

from hub.sms.bulk import register as register_bulk
from hub.sms.bulk import routes as bulk_routes
from hub.sms.counting import count_accepted
from hub.sms.holding import hold_counts
from hub.sms.judge import ways_of_many
from hub.sms.models import SmsBulk, SmsBulkRecipient
from hub.sms.rooms import add_rooms
from hub.sms.routes import routes
from hub.sms.schemas import RouteIn
from hub.sms.spending import keep_balance, keep_priced, reserve
from hub.sms.store import add_route, route_names

__all__ = [
    "RouteIn",
    "SmsBulk",
    "SmsBulkRecipient",
    "add_rooms",
    "add_route",
    "bulk_routes",
    "count_accepted",
    "hold_counts",
    "keep_balance",
    "keep_priced",
    "register_bulk",
    "reserve",
    "route_names",
    "routes",
    "ways_of_many",
]
