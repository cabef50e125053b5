"""Users, roles, permissions and sessions."""

from hub.accounts import audit, role_routes, session_routes, user_routes  # noqa: F401 - the routes register themselves
from hub.accounts.acting import access_of, acting_user
from hub.accounts.admin import activate, create_user, deactivate, list_users, set_password, set_role
from hub.accounts.area import REALTIME, routes
from hub.accounts.demo import ACCOUNTS as DEMO_ACCOUNTS
from hub.accounts.demo import create_demo_accounts
from hub.accounts.describe import organisation_name, session_out
from hub.accounts.grants import permissions_of
from hub.accounts.hooks import HOOKS, Hooks
from hub.accounts.models import User
from hub.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from hub.accounts.refs import UserRef, active_users, user_refs
from hub.accounts.roles import ROOM as PEOPLE_ROOM
from hub.accounts.roles import held_roles, list_roles
from hub.accounts.schemas import SessionExtension, SessionOut, Zone
from hub.accounts.sessions import (
    announce_user,
    authenticate,
    authenticate_cookie,
    purge_sessions,
    record_activity,
)
from hub.accounts.setup import prepare_setup

__all__ = [
    "DEMO_ACCOUNTS",
    "HOOKS",
    "PEOPLE_ROOM",
    "REALTIME",
    "ROLE_PERMISSIONS",
    "Hooks",
    "Permission",
    "Role",
    "SessionExtension",
    "SessionOut",
    "User",
    "UserRef",
    "Zone",
    "access_of",
    "acting_user",
    "activate",
    "active_users",
    "announce_user",
    "audit",
    "authenticate",
    "authenticate_cookie",
    "create_demo_accounts",
    "create_user",
    "deactivate",
    "held_roles",
    "list_roles",
    "list_users",
    "organisation_name",
    "permissions_of",
    "prepare_setup",
    "purge_sessions",
    "record_activity",
    "routes",
    "session_out",
    "set_password",
    "set_role",
    "user_refs",
]
