"""Every table of the hub, imported in one place so that migrations and tests see them all."""

import hub.events.models  # noqa: F401
from hub.db import Base

__all__ = ["Base"]
