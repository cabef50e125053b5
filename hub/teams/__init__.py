"""Teams and who is in them; the units of the organisation that they belong to."""

from hub.teams.models import Team, TeamMember, Unit
from hub.teams.refs import TeamRef, members_of, team_refs, teams_of

__all__ = ["Team", "TeamMember", "TeamRef", "Unit", "members_of", "team_refs", "teams_of"]
