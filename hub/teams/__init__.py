"""Teams and who is in them, units, skills and languages, and what belongs to which team."""

from hub.teams import routes_people  # noqa: F401 - the routes register themselves
from hub.teams.finding import find_people
from hub.teams.models import Owner, Team, TeamMember, Unit
from hub.teams.owners import OWNED, Item, Owned, owned_by, owners_of
from hub.teams.refs import TeamRef, members_of, team_refs, teams_of
from hub.teams.rooms import add_rooms
from hub.teams.routes import routes
from hub.teams.scope import require_colleague
from hub.teams.store import follow_person

__all__ = [
    "OWNED",
    "Item",
    "Owned",
    "Owner",
    "Team",
    "TeamMember",
    "TeamRef",
    "Unit",
    "add_rooms",
    "find_people",
    "follow_person",
    "members_of",
    "owned_by",
    "owners_of",
    "require_colleague",
    "routes",
    "team_refs",
    "teams_of",
]
