"""Every table of the hub, imported in one place so that migrations and tests see them all."""

import hub.accounts.models
import hub.attachments.models
import hub.blobs.models
import hub.caldav.models
import hub.calls.models
import hub.channels.models
import hub.consent.models
import hub.conversations.models
import hub.customers.models
import hub.dispositions.models
import hub.events.models
import hub.hours.models
import hub.imports.models
import hub.inbound.models
import hub.jobs.models
import hub.leases.models
import hub.lines.models
import hub.links.models
import hub.messaging.models
import hub.modules.models
import hub.parked.models
import hub.presence.models
import hub.queues.models
import hub.recordings.models
import hub.search.models
import hub.sms.models
import hub.tasks.models
import hub.teams.models
import hub.templates.models
import hub.timeline.models
import hub.views.models  # noqa: F401
from hub.db import Base

__all__ = ["Base"]
