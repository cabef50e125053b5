"""Users, roles, permissions and sessions."""

from hub.accounts import audit
from hub.accounts.admin import create_user, list_all, set_active, set_password, set_role
from hub.accounts.demo import ACCOUNTS as DEMO_ACCOUNTS
from hub.accounts.demo import create_demo_accounts
from hub.accounts.describe import describe_session, organisation_name
from hub.accounts.hooks import HOOKS, Hooks
from hub.accounts.models import User
from hub.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from hub.accounts.refs import UserRef, user_refs
from hub.accounts.schemas import NewUser, SessionExtension, SessionOut
from hub.accounts.session_routes import routes as session_routes
from hub.accounts.sessions import announce, announce_user, authenticate, authenticate_cookie, record_activity
from hub.accounts.setup import prepare_setup
from hub.accounts.upkeep import clean_up
from hub.accounts.user_routes import routes as user_routes

ROUTES = (session_routes, user_routes)

__all__ = [
    "DEMO_ACCOUNTS",
    "HOOKS",
    "ROLE_PERMISSIONS",
    "ROUTES",
    "Hooks",
    "NewUser",
    "Permission",
    "Role",
    "SessionExtension",
    "SessionOut",
    "User",
    "UserRef",
    "announce",
    "announce_user",
    "audit",
    "authenticate",
    "authenticate_cookie",
    "clean_up",
    "create_demo_accounts",
    "create_user",
    "describe_session",
    "list_all",
    "organisation_name",
    "prepare_setup",
    "record_activity",
    "set_active",
    "set_password",
    "set_role",
    "user_refs",
]
